-- What SIP phones need beyond the rest: how they speak SIP, how they prove who they are, after which digits they dial.
-- The defaults are CUCM's.

CREATE TABLE sip_profile (
    id                       INTEGER PRIMARY KEY,
    name                     TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    description              TEXT NOT NULL DEFAULT '',
    invite_retries           INTEGER NOT NULL DEFAULT 6 CHECK (invite_retries BETWEEN 0 AND 20),
    retries                  INTEGER NOT NULL DEFAULT 10 CHECK (retries BETWEEN 0 AND 20),
    invite_expires           INTEGER NOT NULL DEFAULT 180 CHECK (invite_expires BETWEEN 10 AND 3600),          -- seconds
    register_expires         INTEGER NOT NULL DEFAULT 3600 CHECK (register_expires BETWEEN 60 AND 86400),      -- seconds
    register_delta           INTEGER NOT NULL DEFAULT 5 CHECK (register_delta BETWEEN 1 AND 32),               -- seconds
    -- Phones clamp it to this range themselves.
    keepalive_expires        INTEGER NOT NULL DEFAULT 120 CHECK (keepalive_expires BETWEEN 120 AND 7200),      -- seconds
    subscribe_expires        INTEGER NOT NULL DEFAULT 120 CHECK (subscribe_expires BETWEEN 60 AND 86400),      -- seconds
    subscribe_delta          INTEGER NOT NULL DEFAULT 5 CHECK (subscribe_delta BETWEEN 1 AND 32),              -- seconds
    timer_t1                 INTEGER NOT NULL DEFAULT 500 CHECK (timer_t1 BETWEEN 100 AND 5000),               -- milliseconds
    timer_t2                 INTEGER NOT NULL DEFAULT 4000 CHECK (timer_t2 BETWEEN 1000 AND 60000),            -- milliseconds
    max_redirects            INTEGER NOT NULL DEFAULT 70 CHECK (max_redirects BETWEEN 1 AND 255),
    first_digit_timer        INTEGER NOT NULL DEFAULT 15000 CHECK (first_digit_timer BETWEEN 1000 AND 150000), -- milliseconds
    first_media_port         INTEGER NOT NULL DEFAULT 16384
                             CHECK (first_media_port BETWEEN 2048 AND 65534 AND first_media_port % 2 = 0),
    last_media_port          INTEGER NOT NULL DEFAULT 32766
                             CHECK (last_media_port BETWEEN 2048 AND 65534 AND last_media_port % 2 = 0),
    dtmf_payload             INTEGER NOT NULL DEFAULT 101 CHECK (dtmf_payload BETWEEN 96 AND 127),
    dtmf_level               INTEGER NOT NULL DEFAULT 3 CHECK (dtmf_level BETWEEN 1 AND 5),
    dtmf_events              TEXT NOT NULL DEFAULT 'avt' CHECK (dtmf_events IN ('none', 'avt', 'avt_always')),
    user_info                TEXT NOT NULL DEFAULT 'none' CHECK (user_info IN ('none', 'phone', 'ip')),
    hold_ringback            INTEGER NOT NULL DEFAULT 0 CHECK (hold_ringback IN (0, 1)),
    anonymous_call_block     INTEGER NOT NULL DEFAULT 0 CHECK (anonymous_call_block IN (0, 1)),
    caller_id_blocking       INTEGER NOT NULL DEFAULT 0 CHECK (caller_id_blocking IN (0, 1)),
    conference_join          INTEGER NOT NULL DEFAULT 1 CHECK (conference_join IN (0, 1)),
    rfc2543_hold             INTEGER NOT NULL DEFAULT 0 CHECK (rfc2543_hold IN (0, 1)),
    semi_attended_transfer   INTEGER NOT NULL DEFAULT 1 CHECK (semi_attended_transfer IN (0, 1)),
    voice_activity_detection INTEGER NOT NULL DEFAULT 0 CHECK (voice_activity_detection IN (0, 1)),
    stutter_message_waiting  INTEGER NOT NULL DEFAULT 0 CHECK (stutter_message_waiting IN (0, 1)),
    call_statistics          INTEGER NOT NULL DEFAULT 0 CHECK (call_statistics IN (0, 1)),
    CHECK (first_media_port < last_media_port),
    CHECK (register_delta < register_expires AND subscribe_delta < subscribe_expires)
) STRICT;
INSERT INTO sip_profile (id, name, description) VALUES (1, 'Standard SIP Profile', 'For SIP phones that name no other');

CREATE TABLE security_profile (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 75),
    description   TEXT NOT NULL DEFAULT '',
    digest        INTEGER NOT NULL DEFAULT 0 CHECK (digest IN (0, 1)),              -- 1: requests are challenged
    transport     TEXT NOT NULL DEFAULT 'both' CHECK (transport IN ('tcp', 'udp', 'both')),
    nonce_seconds INTEGER NOT NULL DEFAULT 600 CHECK (nonce_seconds BETWEEN 30 AND 86400)
) STRICT;
INSERT INTO security_profile (id, name, description, digest)
VALUES (1, 'Universal Device Template - Model-independent Security Profile', 'Non-secure, for Cisco phones that name no other', 0),
       (2, 'Third-party SIP Device - Standard SIP Digest Profile', 'For third-party devices that name no other', 1);

-- NULL: the standard one, of security profiles that for the device's kind.
ALTER TABLE device ADD COLUMN sip_profile INTEGER REFERENCES sip_profile (id);
ALTER TABLE device ADD COLUMN security_profile INTEGER REFERENCES security_profile (id);
-- What phones hold of a user and a password is 30 characters.
ALTER TABLE device ADD COLUMN digest_user TEXT NOT NULL DEFAULT '' CHECK (length(digest_user) <= 30);
ALTER TABLE device ADD COLUMN digest_password TEXT NOT NULL DEFAULT '' CHECK (length(digest_password) <= 30);
-- A third-party device is known by its user.
CREATE UNIQUE INDEX device_by_digest_user ON device (digest_user) WHERE digest_user <> '';

-- Anybody may fetch a phone's file, so each has a secret of its own.
UPDATE device SET digest_user = name, digest_password = lower(hex(randomblob(12))) WHERE protocol = 'SIP';

CREATE TABLE sip_dial_rule (
    id          INTEGER PRIMARY KEY,
    pattern     TEXT NOT NULL UNIQUE CHECK (length(pattern) BETWEEN 1 AND 64 AND pattern NOT GLOB '*[^0-9#.*\,]*'),
    timeout     INTEGER NOT NULL DEFAULT 0 CHECK (timeout BETWEEN 0 AND 60),        -- seconds
    rewrite     TEXT NOT NULL DEFAULT '' CHECK (length(rewrite) <= 64 AND rewrite NOT GLOB '*[^0-9#.*%+]*'),
    tone        TEXT NOT NULL DEFAULT ''
                CHECK (tone IN ('', 'Bellcore-Inside', 'Bellcore-Outside', 'Bellcore-Busy', 'Bellcore-Reorder',
                                'Bellcore-CallWaiting', 'Bellcore-Hold', 'Bellcore-Reminder', 'Bellcore-Confirmation',
                                'Bellcore-Permanent', 'Bellcore-None', 'Cisco-Zip', 'Cisco-ZipZip', 'Cisco-BeepBonk')),
    description TEXT NOT NULL DEFAULT ''
) STRICT;

-- The record of change -----------------------------------------------------------------------------------------------------

CREATE TRIGGER sip_profile_inserted AFTER INSERT ON sip_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('sip_profile', NEW.id);
END;
CREATE TRIGGER sip_profile_updated AFTER UPDATE ON sip_profile BEGIN
    INSERT INTO change (aggregate, key) SELECT 'sip_profile', OLD.id UNION SELECT 'sip_profile', NEW.id;
END;
CREATE TRIGGER sip_profile_deleted AFTER DELETE ON sip_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('sip_profile', OLD.id);
END;

CREATE TRIGGER security_profile_inserted AFTER INSERT ON security_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('security_profile', NEW.id);
END;
CREATE TRIGGER security_profile_updated AFTER UPDATE ON security_profile BEGIN
    INSERT INTO change (aggregate, key) SELECT 'security_profile', OLD.id UNION SELECT 'security_profile', NEW.id;
END;
CREATE TRIGGER security_profile_deleted AFTER DELETE ON security_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('security_profile', OLD.id);
END;

CREATE TRIGGER sip_dial_rule_inserted AFTER INSERT ON sip_dial_rule BEGIN
    INSERT INTO change (aggregate, key) VALUES ('sip_dial_rule', NEW.id);
END;
CREATE TRIGGER sip_dial_rule_updated AFTER UPDATE ON sip_dial_rule BEGIN
    INSERT INTO change (aggregate, key) SELECT 'sip_dial_rule', OLD.id UNION SELECT 'sip_dial_rule', NEW.id;
END;
CREATE TRIGGER sip_dial_rule_deleted AFTER DELETE ON sip_dial_rule BEGIN
    INSERT INTO change (aggregate, key) VALUES ('sip_dial_rule', OLD.id);
END;

-- The form of file that each model reads, finer than before: the first generation of video phones and the adapters with SIP
-- read other values than their relatives, third-party devices none at all. On a fresh database the seed rows come later and
-- say it themselves.
UPDATE phone_model SET family = 'ce99' WHERE id IN (493, 537, 540);
UPDATE phone_model SET family = 'ata19' WHERE id IN (550, 681, 36262);
UPDATE phone_model SET family = 'third-party' WHERE id IN (336, 374);
