-- What a fresh system holds before anybody configured anything, named as CUCM names it. The first `dialtone serve` adds
-- its node to the group Default. Auto-registration is off because no node has it on: the flag of the group only says
-- which group unknown phones would join.

INSERT INTO route_partition (id, name, description)
VALUES (1, '', 'The partition <None>: numbers that everybody may dial');

INSERT INTO cm_group (id, name, autoreg)
VALUES (1, 'Default', 1);

INSERT INTO date_time_group (id, name, time_zone, date_template)
VALUES (1, 'CMLocal', 'Etc/UTC', 'M/D/Y');

INSERT INTO region (id, name)
VALUES (1, 'Default');

INSERT INTO location (id, name, audio_kbps)
VALUES (1, 'Hub_None', 0);

INSERT INTO srst_reference (id, name, mode)
VALUES (1, 'Disable', 'disable'),
       (2, 'Use Default Gateway', 'gateway');

INSERT INTO device_pool (id, name, cm_group, date_time_group, region, location, srst)
VALUES (1, 'Default', 1, 1, 1, 1, 1);
