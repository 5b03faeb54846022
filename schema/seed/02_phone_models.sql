-- Phone models by SCCP device type, which is also the N of loadInformation<N>. A new model is a row here.
--
-- family: which configuration file the phone reads (server/provision/family_profile.cpp). legacy40: 7940 and 7960 (IPv4
--   only, 8 KB, no HTTP); legacy05: 7902, 7905, 7912; legacy10: 7910 and older; legacy35: 7935, 7936; conf37: 7937;
--   wifi20: 7920; wifi: 7921, 7925, 7926; java79: 7906 to 7975; java85: 7985; java69: 69xx; ce89: 8941, 8945; ce8x: 78xx,
--   88xx; ce99: 8961, 99xx; cipc: IP Communicator; ata: ATA 186, 188; ata19: ATA 187 and later; analog: ports of voice
--   gateways; spa: SPA phones; third-party: none.
-- line_keys: programmable keys of the phone itself. Keys with a fixed meaning are rows of its button template.
-- max_sccp_version: what the phone can be spoken to with, whatever it announces: an ATA 186 announces 33 and means 3,
--   and a 7905 or 7912 restarts on messages newer than 3.
-- vendor_class: how option 60 begins. 'CP-7965' also covers 'CP-7965G'. The 792x have no comma after 'Systems', the 7905
--   and 7912 no 'CP-'. A 6901 sends 'Cisco Systems, Inc.' alone, which names no model: it has none here.
-- typical loads: hints for people, never put into a file.

-- Phones that speak SCCP, many of them SIP too ------------------------------------------------------------------------

INSERT INTO phone_model (id, name, short_name, protocols, family, line_keys, max_modules, max_sccp_version, has_softkeys,
                         has_display, vendor_class, typical_sccp_load, typical_sip_load)
VALUES
    (1,     'Cisco 30 SP+',         '30SP+',       'SCCP',     'legacy10',  4, 0,  3, 0, 1, '', '', ''),
    (2,     'Cisco 12 SP+',         '12SP+',       'SCCP',     'legacy10',  6, 0,  3, 0, 1, '', '', ''),
    (3,     'Cisco 12 SP',          '12SP',        'SCCP',     'legacy10',  6, 0,  3, 0, 1, '', '', ''),
    (4,     'Cisco 12 S',           '12S',         'SCCP',     'legacy10',  6, 0,  3, 0, 1, '', '', ''),
    (5,     'Cisco 30 VIP',         '30VIP',       'SCCP',     'legacy10',  4, 0,  3, 0, 1, '', '', ''),
    (6,     'Cisco 7910',           '7910',        'SCCP',     'legacy10',  1, 0, 11, 0, 1, 'Cisco Systems, Inc. IP Phone CP-7910', 'P00405000700', ''),
    (7,     'Cisco 7960',           '7960',        'SCCP,SIP', 'legacy40',  6, 2, 11, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7960', 'P0030801SR02', 'P0S3-8-12-00'),
    (8,     'Cisco 7940',           '7940',        'SCCP,SIP', 'legacy40',  2, 0, 11, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7940', 'P0030801SR02', 'P0S3-8-12-00'),
    (9,     'Cisco 7935',           '7935',        'SCCP',     'legacy35',  1, 0, 11, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7935', 'P00503021900', ''),
    (115,   'Cisco 7941',           '7941',        'SCCP,SIP', 'java79',    2, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7941', 'SCCP41.9-4-2SR3-1S', 'SIP41.9-4-2SR3-1S'),
    (119,   'Cisco 7971',           '7971',        'SCCP,SIP', 'java79',    8, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7971', 'SCCP70.9-4-2SR3-1S', 'SIP70.9-4-2SR3-1S'),
    (302,   'Cisco 7985',           '7985',        'SCCP',     'java85',    1, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7985', 'cmterm_7985.4-1-7-0', ''),
    (307,   'Cisco 7911',           '7911',        'SCCP,SIP', 'java79',    1, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7911', 'SCCP11.9-4-2SR3-1S', 'SIP11.9-4-2SR3-1S'),
    (308,   'Cisco 7961G-GE',       '7961G-GE',    'SCCP,SIP', 'java79',    6, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7961G-GE', 'SCCP41.9-4-2SR3-1S', 'SIP41.9-4-2SR3-1S'),
    (309,   'Cisco 7941G-GE',       '7941G-GE',    'SCCP,SIP', 'java79',    2, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7941G-GE', 'SCCP41.9-4-2SR3-1S', 'SIP41.9-4-2SR3-1S'),
    (348,   'Cisco 7931',           '7931',        'SCCP,SIP', 'java79',   20, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7931', 'SCCP31.9-4-2SR3-1S', 'SIP31.9-4-2SR3-1S'),
    (365,   'Cisco 7921',           '7921',        'SCCP',     'wifi',      6, 0, 22, 1, 1, 'Cisco Systems Inc. Wireless Phone 7921', 'CP7921G-1.4.6.3', ''),
    (369,   'Cisco 7906',           '7906',        'SCCP,SIP', 'java79',    1, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7906', 'SCCP11.9-4-2SR3-1S', 'SIP11.9-4-2SR3-1S'),
    (404,   'Cisco 7962',           '7962',        'SCCP,SIP', 'java79',    6, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7962', 'SCCP42.9-4-2SR3-1S', 'SIP42.9-4-2SR3-1S'),
    (431,   'Cisco 7937',           '7937',        'SCCP',     'conf37',    1, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7937', 'apps37sccp.1-4-5-7', ''),
    (434,   'Cisco 7942',           '7942',        'SCCP,SIP', 'java79',    2, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7942', 'SCCP42.9-4-2SR3-1S', 'SIP42.9-4-2SR3-1S'),
    (435,   'Cisco 7945',           '7945',        'SCCP,SIP', 'java79',    2, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7945', 'SCCP45.9-4-2SR3-1S', 'SIP45.9-4-2SR3-1S'),
    (436,   'Cisco 7965',           '7965',        'SCCP,SIP', 'java79',    6, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7965', 'SCCP45.9-4-2SR3-1S', 'SIP45.9-4-2SR3-1S'),
    (437,   'Cisco 7975',           '7975',        'SCCP,SIP', 'java79',    8, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7975', 'SCCP75.9-4-2SR3-1S', 'SIP75.9-4-2SR3-1S'),
    (484,   'Cisco 7925',           '7925',        'SCCP',     'wifi',      6, 0, 22, 1, 1, 'Cisco Systems Inc. Wireless Phone 7925', 'CP7925G-1.4.8.4', ''),
    (495,   'Cisco 6921',           '6921',        'SCCP,SIP', 'java69',    2, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-6921', 'SCCP69xx.9-4-1-3SR3', 'SIP69xx.9-4-1-3SR3'),
    (496,   'Cisco 6941',           '6941',        'SCCP,SIP', 'java69',    4, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-6941', 'SCCP69xx.9-4-1-3SR3', 'SIP69xx.9-4-1-3SR3'),
    (497,   'Cisco 6961',           '6961',        'SCCP,SIP', 'java69',   12, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-6961', 'SCCP69xx.9-4-1-3SR3', 'SIP69xx.9-4-1-3SR3'),
    (547,   'Cisco 6901',           '6901',        'SCCP,SIP', 'java69',    1, 0, 22, 0, 0, '', 'SCCP6901.9-3-1-SR1-3', ''),
    (548,   'Cisco 6911',           '6911',        'SCCP,SIP', 'java69',    1, 0, 22, 0, 1, 'Cisco Systems, Inc. IP Phone CP-6911', 'SCCP6911.9-3-1-SR1-3', ''),
    (564,   'Cisco 6945',           '6945',        'SCCP,SIP', 'java69',    4, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-6945', 'SCCP6945.9-4-1-3', 'SIP6945.9-4-1-3'),
    (577,   'Cisco 7926',           '7926',        'SCCP',     'wifi',      6, 0, 22, 1, 1, 'Cisco Systems Inc. Wireless Phone 7926', 'CP7926G-1.4.1SR1', ''),
    (585,   'Cisco 8945',           '8945',        'SCCP,SIP', 'ce89',     10, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-8945', 'SCCP894x.9-4-2SR1-2', 'SIP894x.9-4-2SR1-2'),
    (586,   'Cisco 8941',           '8941',        'SCCP,SIP', 'ce89',     10, 0, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-8941', 'SCCP894x.9-4-2SR1-2', 'SIP894x.9-4-2SR1-2'),
    (20000, 'Cisco 7905',           '7905',        'SCCP,SIP', 'legacy05',  1, 0,  3, 1, 1, 'Cisco Systems, Inc. IP Phone 7905', 'CP7905080003SCCP070409A', ''),
    (30002, 'Cisco 7920',           '7920',        'SCCP',     'wifi20',    6, 0, 11, 1, 1, 'Cisco Systems, Inc. IP Phone 7920', 'cmterm_7920.4.0-03-02', ''),
    (30006, 'Cisco 7970',           '7970',        'SCCP,SIP', 'java79',    8, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7970', 'SCCP70.9-4-2SR3-1S', 'SIP70.9-4-2SR3-1S'),
    (30007, 'Cisco 7912',           '7912',        'SCCP,SIP', 'legacy05',  1, 0,  3, 1, 1, 'Cisco Systems, Inc. IP Phone 7912', 'CP7912080004SCCP080108A', ''),
    (30008, 'Cisco 7902',           '7902',        'SCCP',     'legacy05',  1, 0,  3, 0, 0, 'Cisco Systems, Inc. IP Phone 7902', 'CP7902080002SCCP060817A', ''),
    (30018, 'Cisco 7961',           '7961',        'SCCP,SIP', 'java79',    6, 2, 22, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7961', 'SCCP41.9-4-2SR3-1S', 'SIP41.9-4-2SR3-1S'),
    (30019, 'Cisco 7936',           '7936',        'SCCP',     'legacy35',  1, 0, 11, 1, 1, 'Cisco Systems, Inc. IP Phone CP-7936', 'cmterm_7936.3-3-21-0', ''),
    (30035, 'IP-STE',               'IP-STE',      'SCCP',     'legacy40',  1, 0, 11, 1, 1, '', '', ''),
    -- SPA phones in SPCP mode speak SCCP 8; only the 525G2's vendor class has been seen.
    (80000, 'Cisco SPA 521S',       'SPA521S',     'SCCP',     'spa',       1, 0,  8, 1, 1, '', '', ''),
    (80001, 'Cisco SPA 524SG',      'SPA524SG',    'SCCP',     'spa',       4, 0,  8, 1, 1, '', '', ''),
    (80003, 'Cisco SPA 502G',       'SPA502G',     'SCCP',     'spa',       1, 0,  8, 1, 1, '', 'spa50x-30x-7-5-5', ''),
    (80004, 'Cisco SPA 504G',       'SPA504G',     'SCCP',     'spa',       4, 0,  8, 1, 1, '', 'spa50x-30x-7-5-5', ''),
    (80005, 'Cisco SPA 525G',       'SPA525G',     'SCCP',     'spa',       5, 0,  8, 1, 1, '', '', ''),
    (80006, 'Cisco SPA 508G',       'SPA508G',     'SCCP',     'spa',       8, 0,  8, 1, 1, '', 'spa50x-30x-7-5-5', ''),
    (80007, 'Cisco SPA 509G',       'SPA509G',     'SCCP',     'spa',      12, 0,  8, 1, 1, '', 'spa50x-30x-7-5-5', ''),
    (80009, 'Cisco SPA 525G2',      'SPA525G2',    'SCCP',     'spa',       8, 0,  8, 1, 1, 'Cisco SPA525G2', '', ''),
    (80011, 'Cisco SPA 303G',       'SPA303G',     'SCCP',     'spa',       3, 0,  8, 1, 1, '', 'spa50x-30x-7-5-5', ''),
    (80012, 'Cisco SPA 512G',       'SPA512G',     'SCCP',     'spa',       1, 0,  8, 1, 1, '', '', ''),
    (80013, 'Cisco SPA 514G',       'SPA514G',     'SCCP',     'spa',       4, 0,  8, 1, 1, '', '', '');

-- Phones that speak SIP only --------------------------------------------------------------------------------------------

INSERT INTO phone_model (id, name, short_name, protocols, family, line_keys, max_modules, vendor_class, typical_sip_load)
VALUES
    (412,   'Cisco 3951',           '3951',        'SIP', 'java79', 1, 0, 'Cisco Systems, Inc. IP Phone CP-3951', 'SIP3951.8-1-4a'),
    (446,   'Cisco 3911',           '3911',        'SIP', 'java79', 1, 0, 'Cisco Systems, Inc. IP Phone CP-3911', 'SIP3951.8-1-4a'),
    (493,   'Cisco 9971',           '9971',        'SIP', 'ce99',   6, 3, 'Cisco Systems, Inc. IP Phone CP-9971', ''),
    (537,   'Cisco 9951',           '9951',        'SIP', 'ce99',   5, 2, 'Cisco Systems, Inc. IP Phone CP-9951', ''),
    (540,   'Cisco 8961',           '8961',        'SIP', 'ce99',   5, 1, 'Cisco Systems, Inc. IP Phone CP-8961', ''),
    (592,   'Cisco 3905',           '3905',        'SIP', 'java79', 1, 0, 'Cisco Systems, Inc. IP Phone CP-3905', 'CP3905.9-4-1-0'),
    (621,   'Cisco 7821',           '7821',        'SIP', 'ce8x',   2, 0, 'Cisco Systems, Inc. IP Phone CP-7821', 'sip78xx.12-5-1SR2-2'),
    (622,   'Cisco 7841',           '7841',        'SIP', 'ce8x',   4, 0, 'Cisco Systems, Inc. IP Phone CP-7841', 'sip78xx.12-5-1SR2-2'),
    (623,   'Cisco 7861',           '7861',        'SIP', 'ce8x',  16, 0, 'Cisco Systems, Inc. IP Phone CP-7861', 'sip78xx.12-5-1SR2-2'),
    (647,   'Cisco DX650',          'DX650',       'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-DX650', ''),
    (659,   'Cisco 8831',           '8831',        'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-8831', 'sip8831.9-3-3-5'),
    (683,   'Cisco 8841',           '8841',        'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8841', 'sip88xx.12-5-1SR2-2'),
    (684,   'Cisco 8851',           '8851',        'SIP', 'ce8x',   5, 2, 'Cisco Systems, Inc. IP Phone CP-8851', 'sip88xx.12-5-1SR2-2'),
    (685,   'Cisco 8861',           '8861',        'SIP', 'ce8x',   5, 3, 'Cisco Systems, Inc. IP Phone CP-8861', 'sip88xx.12-5-1SR2-2'),
    (36042, 'Cisco DX80',           'DX80',        'SIP', 'ce8x',   1, 0, '', ''),
    (36043, 'Cisco DX70',           'DX70',        'SIP', 'ce8x',   1, 0, '', ''),
    (36213, 'Cisco 7811',           '7811',        'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-7811', 'sip78xx.12-5-1SR2-2'),
    (36216, 'Cisco 8821',           '8821',        'SIP', 'ce8x',   6, 0, '', ''),
    (36217, 'Cisco 8811',           '8811',        'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8811', 'sip88xx.12-5-1SR2-2'),
    (36224, 'Cisco 8845',           '8845',        'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8845', 'sip8845_65.12-5-1SR2-2'),
    (36225, 'Cisco 8865',           '8865',        'SIP', 'ce8x',   5, 3, 'Cisco Systems, Inc. IP Phone CP-8865', 'sip8845_65.12-5-1SR2-2'),
    (36232, 'Cisco 8851NR',         '8851NR',      'SIP', 'ce8x',   5, 2, 'Cisco Systems, Inc. IP Phone CP-8851NR', 'sip88xx.12-5-1SR2-2'),
    (36247, 'Cisco 7832',           '7832',        'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-7832', 'sip7832.12-5-1SR2-2'),
    (36248, 'Cisco 8865NR',         '8865NR',      'SIP', 'ce8x',   5, 3, 'Cisco Systems, Inc. IP Phone CP-8865NR', 'sip8845_65.12-5-1SR2-2'),
    (36258, 'Cisco 8832',           '8832',        'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-8832', 'sip8832.12-5-1SR2-2'),
    (36260, 'Cisco 8832NR',         '8832NR',      'SIP', 'ce8x',   1, 0, 'Cisco Systems, Inc. IP Phone CP-8832NR', 'sip8832.12-5-1SR2-2'),
    (36319, 'Cisco Webex Wireless Phone 860', 'WWP860', 'SIP', 'ce8x', 6, 0, '', ''),
    (36320, 'Cisco Webex Wireless Phone 840', 'WWP840', 'SIP', 'ce8x', 6, 0, '', ''),
    (36336, 'Cisco 8875',           '8875',        'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8875', ''),
    (36337, 'Cisco 8875NR',         '8875NR',      'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8875NR', ''),
    (36338, 'Cisco 8851NS',         '8851NS',      'SIP', 'ce8x',   5, 2, 'Cisco Systems, Inc. IP Phone CP-8851NS', 'sip88xx.12-5-1SR2-2'),
    (36339, 'Cisco 8811NS',         '8811NS',      'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8811NS', 'sip88xx.12-5-1SR2-2'),
    (36340, 'Cisco 8841NS',         '8841NS',      'SIP', 'ce8x',   5, 0, 'Cisco Systems, Inc. IP Phone CP-8841NS', 'sip88xx.12-5-1SR2-2');

-- Phones without a case, and adapters for phones without a network -----------------------------------------------------

INSERT INTO phone_model (id, name, short_name, class, protocols, family, line_keys, max_sccp_version, has_softkeys,
                         has_display, vendor_class, typical_sccp_load, typical_sip_load)
VALUES
    (20,    'SCCP Phone',                     'SCCP-phone',  'softphone', 'SCCP',     'legacy40', 6, 11, 1, 1, '', '', ''),
    (21,    'SCCP Phone Application',         'SCCP-app',    'softphone', 'SCCP',     'legacy40', 6, 11, 1, 1, '', '', ''),
    (275,   'Nokia E Series',                 'NokiaE',      'softphone', 'SCCP',     'java79',   1, 11, 1, 1, '', '', ''),
    (336,   'Third-party SIP Device (Basic)', 'SIP-basic',   'softphone', 'SIP',      'third-party', 1,  0, 0, 0, '', '', ''),
    (358,   'Cisco Unified Personal Communicator', 'CUPC',   'softphone', 'SIP',      'ce8x',     1,  0, 0, 1, '', '', ''),
    (374,   'Third-party SIP Device (Advanced)', 'SIP-advanced', 'softphone', 'SIP',  'third-party', 8,  0, 0, 0, '', '', ''),
    (376,   'Nokia S60',                      'NokiaS60',    'softphone', 'SCCP',     'java79',   1, 11, 1, 1, '', '', ''),
    (503,   'Cisco Unified Client Services Framework', 'CSF','softphone', 'SIP',      'ce8x',     8,  0, 0, 1, '', '', ''),
    (562,   'Cisco Dual Mode for iPhone',     'TCT',         'softphone', 'SIP',      'ce8x',     1,  0, 0, 1, '', '', ''),
    (575,   'Cisco Dual Mode for Android',    'BOT',         'softphone', 'SIP',      'ce8x',     1,  0, 0, 1, '', '', ''),
    (652,   'Cisco Jabber for Tablet',        'TAB',         'softphone', 'SIP',      'ce8x',     1,  0, 0, 1, '', '', ''),
    (30016, 'Cisco IP Communicator',          'CIPC',        'softphone', 'SCCP,SIP', 'cipc',     8, 22, 1, 1, '', '', ''),
    (10,    'VGC Phone',                      'VGC',         'analog',    'SCCP',     'analog',   1, 11, 0, 0, '', '', ''),
    (12,    'Cisco ATA 186',                  'ATA186',      'analog',    'SCCP',     'ata',      1,  3, 0, 0, '', 'ATA030204SCCP090202A', ''),
    (13,    'Cisco ATA 188',                  'ATA188',      'analog',    'SCCP',     'ata',      1,  3, 0, 0, '', '', ''),
    (550,   'Cisco ATA 187',                  'ATA187',      'analog',    'SIP',      'ata19',    1,  0, 0, 0, '', '', 'ATA187.9-2-3-1'),
    (681,   'Cisco ATA 190',                  'ATA190',      'analog',    'SIP',      'ata19',    1,  0, 0, 0, 'CISCO ATA190', '', ''),
    (30027, 'Analog Phone',                   'analog',      'analog',    'SCCP',     'analog',   1, 11, 0, 0, '', '', ''),
    (30028, 'ISDN BRI Phone',                 'BRI',         'analog',    'SCCP',     'analog',   1, 11, 0, 0, '', '', ''),
    (36262, 'Cisco ATA 191',                  'ATA191',      'analog',    'SIP',      'ata19',    1,  0, 0, 0, 'CISCO ATA191', '', '');

-- Expansion modules: keys that are appended after the phone's own -----------------------------------------------------

INSERT INTO phone_model (id, name, short_name, class, protocols, family, line_keys, module_keys, has_softkeys,
                         typical_sccp_load)
VALUES
    (124,   'Cisco 7914 14-Button Line Expansion Module',         '7914',    'module', '', '', 0, 14, 0, 'S00105000400'),
    (227,   'Cisco 7915 12-Button Line Expansion Module',         '7915-12', 'module', '', '', 0, 12, 0, 'B015-1-0-4-2'),
    (228,   'Cisco 7915 24-Button Line Expansion Module',         '7915-24', 'module', '', '', 0, 24, 0, 'B015-1-0-4-2'),
    (229,   'Cisco 7916 12-Button Line Expansion Module',         '7916-12', 'module', '', '', 0, 12, 0, 'B016-1-0-4-2'),
    (230,   'Cisco 7916 24-Button Line Expansion Module',         '7916-24', 'module', '', '', 0, 24, 0, 'B016-1-0-4-2'),
    (36049, 'BEKEM 36-Button Line Expansion Module',              'BEKEM',   'module', '', '', 0, 36, 0, ''),
    (36256, 'CP-8800-Video 28-Button Key Expansion Module',       '8800-Video', 'module', '', '', 0, 28, 0, ''),
    (36257, 'CP-8800-Audio 28-Button Key Expansion Module',       '8800-Audio', 'module', '', '', 0, 28, 0, '');

-- Device types that are no phones of ours: a name for the log when one of them comes, and a refusal --------------------

INSERT INTO phone_model (id, name, short_name, class, protocols, family, line_keys, has_softkeys, has_display)
SELECT column1, column2, column2, 'other', '', '', 0, 0, 0
FROM (VALUES
    (11, 'VGC Virtual Phone'), (15, 'EMCC Base Phone'), (30, 'Analog Access'), (40, 'Digital Access'),
    (41, 'Digital Access T1'), (42, 'Digital Access+'), (43, 'Digital Access WS-X6608'),
    (47, 'Analog Access WS-X6624'), (48, 'VGC Gateway'), (50, 'Conference Bridge'),
    (51, 'Conference Bridge WS-X6608'), (52, 'Conference Bridge DixieLand'), (53, 'Conference Bridge Summit'),
    (60, 'H.225'), (61, 'H.323 Phone'), (62, 'H.323 Gateway'), (70, 'Music on Hold'), (71, 'Pilot'), (72, 'CTI Port'),
    (73, 'CTI Route Point'), (80, 'Voice Mail Port'), (81, 'Voice Mail Administration'), (82, 'Line Annunciator'),
    (83, 'Software MTP DixieLand'), (84, 'Media Server'), (85, 'Conference Bridge Flint'),
    (86, 'Heterogeneous Conference Bridge'), (87, 'Audio and Video Conference Bridge'),
    (88, 'H.323 Video Conference Bridge'), (90, 'Route List'), (100, 'Load Simulator'), (110, 'Media Termination Point'),
    (111, 'Media Termination Point WS-X6608'), (112, 'Media Termination Point DixieLand'),
    (113, 'Media Termination Point Summit'), (120, 'MGCP Station'), (121, 'MGCP Trunk'), (122, 'RAS Proxy'),
    (125, 'Trunk'), (126, 'Annunciator'), (127, 'Monitor Bridge'), (128, 'Recorder'), (129, 'Monitor Bridge WS-X6608'),
    (131, 'SIP Trunk'), (132, 'SIP Gateway'), (133, 'WSM Trunk'), (134, 'Remote Destination Profile'),
    (253, 'Generic Device'), (254, 'Unknown MGCP Gateway'), (255, 'Not Defined'), (335, 'Motorola CN622'),
    (375, 'Cisco TelePresence'), (468, 'Cisco Unified Mobile Communicator'), (478, 'Cisco TelePresence 1000'),
    (479, 'Cisco TelePresence 3000'), (480, 'Cisco TelePresence 3200'), (481, 'Cisco TelePresence 500-37'),
    (505, 'Cisco TelePresence 1300-65'), (520, 'Cisco TelePresence 1100'), (521, 'Transnova S3'),
    (522, 'BlackBerry MVS VoWiFi'), (557, 'Cisco TelePresence 200'), (558, 'Cisco TelePresence 400'),
    (580, 'Cisco E20'), (582, 'Generic Single Screen Room System'), (583, 'Generic Multiple Screen Room System'),
    (584, 'Cisco TelePresence EX90'), (588, 'Generic Desktop Video Endpoint'), (590, 'Cisco TelePresence 500-32'),
    (591, 'Cisco TelePresence 1300-47'), (593, 'Cisco Cius'), (594, 'VKEM 36-Button Line Expansion Module'),
    (596, 'Cisco TelePresence TX1310-65'), (597, 'Cisco TelePresence MCU'), (599, 'Cisco TelePresence Exchange'),
    (600, 'Cisco TelePresence Conference Bridge'), (604, 'Cisco TelePresence EX60'),
    (606, 'Cisco TelePresence Codec C90'), (607, 'Cisco TelePresence Codec C60'), (608, 'Cisco TelePresence Codec C40'),
    (609, 'Cisco TelePresence Quick Set C20'), (617, 'Cisco TelePresence MX200'), (619, 'Cisco TelePresence TX9000'),
    (620, 'Cisco TelePresence TX9200'), (626, 'Cisco TelePresence SX20'), (627, 'Cisco TelePresence MX300'),
    (628, 'IMS-integrated Mobile'), (631, 'Third-party AS-SIP Endpoint'), (632, 'Cisco Cius SP'),
    (634, 'Cisco VXC 6215'), (635, 'CTI Remote Device'), (640, 'Usage Profile'), (642, 'Carrier-integrated Mobile'),
    (645, 'Universal Device Template'), (648, 'Cisco UC for RTX'), (682, 'Cisco TelePresence SX10'),
    (688, 'Cisco TelePresence SX80'), (689, 'Cisco TelePresence MX200 G2'), (690, 'Cisco TelePresence MX300 G2'),
    (30032, 'SCCP Gateway Virtual Phone'), (36041, 'Cisco TelePresence Conductor'), (36207, 'Cisco TelePresence MX700'),
    (36208, 'Cisco TelePresence MX800'), (36210, 'Cisco TelePresence IX5000'), (36219, 'Interactive Voice Response')
);
