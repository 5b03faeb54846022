-- One standard template per model and protocol: its programmable keys, then the keys whose meaning is moulded into the
-- case, by position. As on CUCM the first two programmable keys are lines and the others speed dials; models with more
-- than two also have an 'All Lines' template. A template's id is ten times its model's number plus a digit.

INSERT INTO button_template (id, name, model, protocol, is_standard)
SELECT model.id * 10 + protocol.digit, 'Standard ' || model.short_name || ' ' || protocol.name, model.id, protocol.name, 1
FROM phone_model AS model
JOIN (SELECT 0 AS digit, 'SCCP' AS name UNION ALL SELECT 1, 'SIP') AS protocol ON instr(model.protocols, protocol.name) > 0;

INSERT INTO button_template (id, name, model, protocol, is_standard)
SELECT template.id + 5, 'All Lines ' || model.short_name || ' ' || template.protocol, model.id, template.protocol, 1
FROM button_template AS template
JOIN phone_model AS model ON model.id = template.model
WHERE model.line_keys > 2;

WITH RECURSIVE programmable (position) AS (
    VALUES (1) UNION ALL SELECT position + 1 FROM programmable WHERE position < 64
)
INSERT INTO button_template_button (template, position, feature)
SELECT template.id, programmable.position,
       iif(programmable.position <= 2 OR template.id % 10 >= 5, 'line', 'speed dial')
FROM button_template AS template
JOIN phone_model AS model ON model.id = template.model
JOIN programmable ON programmable.position <= model.line_keys;

-- Keys with a fixed meaning, which only SCCP has to be told about. `place` counts from the last programmable key.
WITH fixed_key (place, feature, models) AS (VALUES
    -- 30 SP+ and 30 VIP: four keys between the features and the 13 of the right column have no lamp and no use.
    (1, 'redial',     ' 1 5 '), (2, 'voicemail',   ' 1 5 '), (3, 'park', ' 1 5 '), (4, 'forward all', ' 1 5 '),
    (5, 'conference', ' 1 5 '), (6, 'none',        ' 1 5 '), (7, 'none',      ' 1 5 '), (8, 'none',        ' 1 5 '),
    (9, 'none',       ' 1 5 '),
    (10, 'speed dial', ' 1 5 '), (11, 'speed dial', ' 1 5 '), (12, 'speed dial', ' 1 5 '), (13, 'speed dial', ' 1 5 '),
    (14, 'speed dial', ' 1 5 '), (15, 'speed dial', ' 1 5 '), (16, 'speed dial', ' 1 5 '), (17, 'speed dial', ' 1 5 '),
    (18, 'speed dial', ' 1 5 '), (19, 'speed dial', ' 1 5 '), (20, 'speed dial', ' 1 5 '), (21, 'speed dial', ' 1 5 '),
    (22, 'speed dial', ' 1 5 '),
    -- 12 SP, 12 SP+, 12 S
    (1, 'hold',        ' 2 3 4 '), (2, 'redial',    ' 2 3 4 '), (3, 'transfer',  ' 2 3 4 '),
    (4, 'forward all', ' 2 3 4 '), (5, 'park', ' 2 3 4 '), (6, 'voicemail', ' 2 3 4 '),
    -- 7910 has two speed dials, 7902 four
    (1, 'hold',       ' 6 30008 '), (2, 'transfer',    ' 6 30008 '), (3, 'display',    ' 6 30008 '),
    (4, 'voicemail',  ' 6 30008 '), (5, 'conference',  ' 6 30008 '), (6, 'forward all', ' 6 30008 '),
    (7, 'speed dial', ' 6 30008 '), (8, 'speed dial',  ' 6 30008 '), (9, 'redial',     ' 6 '),
    (9, 'speed dial', ' 30008 '),   (10, 'speed dial', ' 30008 '),   (11, 'redial',    ' 30008 '),
    -- 7905, 7906, 7911, 7912: one line, a Hold key, and speed dials in the menu
    (1, 'hold',       ' 20000 369 307 30007 '), (2, 'speed dial', ' 20000 369 307 30007 '),
    (3, 'speed dial', ' 20000 369 307 30007 '), (4, 'speed dial', ' 20000 369 307 30007 '),
    (5, 'speed dial', ' 20000 369 307 30007 '), (6, 'speed dial', ' 20000 369 307 30007 '),
    (7, 'speed dial', ' 20000 369 307 30007 '), (8, 'speed dial', ' 20000 369 307 30007 '),
    (9, 'speed dial', ' 20000 369 307 30007 '), (10, 'speed dial', ' 20000 369 307 30007 '),
    -- 7931: keys 21 to 24
    (1, 'messages', ' 348 '), (2, 'directory', ' 348 '), (3, 'headset', ' 348 '), (4, 'application', ' 348 '),
    -- 6921: speed dials in the menu
    (1, 'speed dial', ' 495 '), (2, 'speed dial', ' 495 '), (3, 'speed dial', ' 495 '), (4, 'speed dial', ' 495 '),
    (5, 'speed dial', ' 495 '), (6, 'speed dial', ' 495 '),
    -- 8941, 8945
    (1, 'conference', ' 585 586 '), (2, 'hold', ' 585 586 '), (3, 'transfer', ' 585 586 '), (4, 'redial', ' 585 586 '),
    -- ATA 186, 188
    (1, 'speed dial', ' 12 13 '), (2, 'speed dial', ' 12 13 '), (3, 'speed dial', ' 12 13 '), (4, 'speed dial', ' 12 13 '),
    -- SPA 508G, 509G
    (1, 'voicemail', ' 80006 80007 '), (2, 'hold', ' 80006 80007 ')
)
INSERT INTO button_template_button (template, position, feature)
SELECT template.id, model.line_keys + fixed_key.place, fixed_key.feature
FROM button_template AS template
JOIN phone_model AS model ON model.id = template.model
JOIN fixed_key ON instr(fixed_key.models, ' ' || model.id || ' ') > 0
WHERE template.protocol = 'SCCP';

-- What a phone that nobody configured starts with. No load: the phone keeps the image it has.
INSERT INTO device_default (model, protocol, load, device_pool, button_template)
SELECT model, protocol, '', 1, id
FROM button_template
WHERE id % 10 < 5;
