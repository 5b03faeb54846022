-- In what SCCP phones differ beyond what their model's row says.

-- 12 SP, 30 SP+, 30 VIP and 6911 have a display, but no line in it for prompts.
UPDATE phone_model SET has_prompts = 0 WHERE id IN (1, 2, 3, 4, 5, 548);
-- 8941 and 8945 put numbers of version 18 and above into 28 octets where other phones pack 25.
UPDATE phone_model SET aligns_numbers = 1 WHERE id IN (585, 586);
