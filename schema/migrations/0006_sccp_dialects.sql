-- In what SCCP phones differ beyond their keys, and how high a version one phone may be spoken to with.

-- 0: as high as its model goes. 11 is what to try when a load misunderstands the newer messages.
ALTER TABLE device ADD COLUMN max_sccp_version INTEGER NOT NULL DEFAULT 0
    CHECK (max_sccp_version = 0 OR max_sccp_version BETWEEN 3 AND 22);

ALTER TABLE phone_model ADD COLUMN has_prompts INTEGER NOT NULL DEFAULT 1 CHECK (has_prompts IN (0, 1));
ALTER TABLE phone_model ADD COLUMN aligns_numbers INTEGER NOT NULL DEFAULT 0 CHECK (aligns_numbers IN (0, 1));

-- On a fresh database the seed rows come later and say it themselves.
UPDATE phone_model SET has_prompts = 0 WHERE id IN (1, 2, 3, 4, 5, 548);
UPDATE phone_model SET aligns_numbers = 1 WHERE id IN (585, 586);
