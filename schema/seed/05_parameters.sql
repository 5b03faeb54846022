-- Service and enterprise parameters with CUCM's defaults. The value of a fresh system is its default.

WITH seeded (scope, name, kind, default_value, minimum, maximum, choices, unit, help) AS (VALUES
    -- Call Manager service ---------------------------------------------------------------------------------------------
    ('callmanager', 'station-keepalive-interval', 'integer', '30', 10, 3600, '', 'seconds',
     'How often an SCCP phone sends a keepalive to the server it is registered with; three missed ones end its registration.'),
    ('callmanager', 'station-secondary-keepalive-interval', 'integer', '60', 10, 3600, '', 'seconds',
     'How often an SCCP phone sends a keepalive to the server it would fall back to.'),
    ('callmanager', 'max-events-allowed', 'integer', '2000', 50, 100000, '', 'events in 5 seconds',
     'An SCCP phone that sends more events than this within five seconds is unregistered.'),
    ('callmanager', 'max-registered-devices', 'integer', '5000', 0, 100000, '', 'devices',
     'How many devices may be registered with one node at a time; further ones are refused.'),
    ('callmanager', 'restart-rate-per-second', 'integer', '20', 1, 1000, '', 'phones a second',
     'How many phones are restarted or reset in one second when a change concerns many.'),
    ('callmanager', 'auto-registration-restart-delay-ms', 'integer', '2000', 0, 60000, '', 'milliseconds',
     'How long a phone that was just auto-registered is left alone before it is restarted onto its own file.'),
    ('callmanager', 'first-digit-timer-ms', 'integer', '15000', 3000, 150000, '', 'milliseconds',
     'How long dial tone waits for the first digit before the reorder tone.'),
    ('callmanager', 't302-timer-ms', 'integer', '15000', 3000, 150000, '', 'milliseconds',
     'How long after a digit the number counts as complete when a longer one would still be possible.'),

    -- Every phone -------------------------------------------------------------------------------------------------------
    ('enterprise', 'auto-registration-phone-protocol', 'choice', 'SCCP', NULL, NULL, 'SCCP|SIP', '',
     'The protocol that an unknown phone is given when its model speaks both.'),
    ('enterprise', 'connection-monitor-duration', 'integer', '120', 0, 2592000, '', 'seconds',
     'How long a phone sees its Call Manager answer again before it leaves the SRST router; a device pool may differ.'),
    ('enterprise', 'user-locale', 'text', 'English_United_States', NULL, NULL, '', '',
     'The language of phones whose device names none: the folder with its dictionary, as Cisco calls it.'),
    ('enterprise', 'network-locale', 'text', 'United_States', NULL, NULL, '', '',
     'The country whose tones phones play: the folder with its tone file, as Cisco calls it.'),
    ('enterprise', 'url-authentication', 'text', '', NULL, NULL, '', 'URL',
     'Where phones check the name and password of who pushes to them; empty: nobody may.'),
    ('enterprise', 'url-directories', 'text', '', NULL, NULL, '', 'URL',
     'What the Directories key opens; empty: the directories built into the phone.'),
    ('enterprise', 'url-idle', 'text', '', NULL, NULL, '', 'URL',
     'What an idle phone shows after the idle time.'),
    ('enterprise', 'url-idle-time', 'integer', '0', 0, 604800, '', 'seconds',
     'How long a phone is idle before it shows the idle URL; 0: never.'),
    ('enterprise', 'url-information', 'text', '', NULL, NULL, '', 'URL',
     'What the information key (? or i) opens.'),
    ('enterprise', 'url-messages', 'text', '', NULL, NULL, '', 'URL',
     'What the Messages key opens; empty: it dials voice mail.'),
    ('enterprise', 'url-proxy-server', 'text', '', NULL, NULL, '', 'host:port',
     'The HTTP proxy that phones use to reach the URLs above.'),
    ('enterprise', 'url-services', 'text', '', NULL, NULL, '', 'URL',
     'What the Services key opens.')
)
INSERT INTO parameter (scope, name, value, default_value, kind, minimum, maximum, choices, unit, help)
SELECT scope, name, default_value, default_value, kind, minimum, maximum, choices, unit, help
FROM seeded;
