-- 'Standard User' with the sets that CUCM gives, left to right. Key labels and event numbers are known to the program.

INSERT INTO softkey_template (id, name, description, is_standard)
VALUES (1, 'Standard User', 'The keys that every user has', 1);

INSERT INTO softkey_template_key (template, call_mode, position, softkey)
VALUES
    (1, 'on hook', 1, 'Redial'), (1, 'on hook', 2, 'NewCall'), (1, 'on hook', 3, 'CFwdAll'),
    (1, 'connected', 1, 'Hold'), (1, 'connected', 2, 'EndCall'), (1, 'connected', 3, 'Trnsfer'),
    (1, 'connected', 4, 'Park'), (1, 'connected', 5, 'Confrn'), (1, 'connected', 6, 'ConfList'),
    (1, 'connected', 7, 'Select'), (1, 'connected', 8, 'Join'), (1, 'connected', 9, 'DirTrfr'),
    (1, 'connected', 10, 'VidMode'),
    (1, 'on hold', 1, 'Resume'), (1, 'on hold', 2, 'NewCall'), (1, 'on hold', 3, 'DirTrfr'),
    (1, 'on hold', 4, 'Select'), (1, 'on hold', 5, 'Join'),
    (1, 'ring in', 1, 'Answer'),
    (1, 'off hook', 1, 'Redial'), (1, 'off hook', 2, 'EndCall'), (1, 'off hook', 3, 'CFwdAll'),
    (1, 'off hook', 4, 'PickUp'), (1, 'off hook', 5, 'GPickUp'), (1, 'off hook', 6, 'MeetMe'),
    (1, 'connected transfer', 1, 'EndCall'), (1, 'connected transfer', 2, 'Trnsfer'),
    (1, 'digits after first', 1, '<<'), (1, 'digits after first', 2, 'EndCall'),
    (1, 'connected conference', 1, 'EndCall'), (1, 'connected conference', 2, 'Confrn'),
    (1, 'ring out', 1, 'EndCall'),
    (1, 'off hook with feature', 1, 'Redial'), (1, 'off hook with feature', 2, 'EndCall'),
    (1, 'remote in use', 1, 'Barge'), (1, 'remote in use', 2, 'NewCall'),
    (1, 'connected no feature', 1, 'EndCall');
