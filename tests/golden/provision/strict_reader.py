#!/usr/bin/env python3
"""strict_reader.py FOLDER: a reader other than ours, which knows namespaces (expat), takes every golden file; none has a byte
order mark or a comment, and the elements of a phone's file stand in the order that phones were made for."""

import os
import sys
import xml.etree.ElementTree as ET

# As CUCM 8 to 12 write it: old firmware reads with parsers made for this order.
ORDER = """fullConfig portalDefaultServer deviceProtocol sshUserId sshPassword ipAddressMode allowAutoConfig dadEnable
redirectEnable echoMultiEnable ipPreferenceModeControl ipMediaAddressFamilyPreference mlppDomainId mlppIndicationStatus
preemption executiveOverridePreemptable devicePool commonProfile loadInformation inactiveLoadInformation addOnModules
vendorConfig versionStamp userLocale networkLocale networkLocaleInfo deviceSecurityMode idleTimeout authenticationURL
directoryURL idleURL informationURL messagesURL proxyServerURL servicesURL secureAuthenticationURL secureDirectoryURL
secureIdleURL secureInformationURL secureMessagesURL secureServicesURL dscpForSCCPPhoneConfig dscpForSCCPPhoneServices
dscpForCm2Dvce transportLayerProtocol dndCallAlert dndReminderTimer phonePersonalization rollover singleButtonBarge
joinAcrossLines autoCallPickupEnable blfAudibleAlertSettingOfIdleStation blfAudibleAlertSettingOfBusyStation capfAuthMode
certHash encrConfig advertiseG722Codec mobility TLSResumptionTimer userId ownerId MissedCallLoggingOption
phoneServices""".split()

POOL = "revertPriority name dateTimeSetting callManagerGroup srstInfo connectionMonitorDuration".split()


def in_order(names, order):
    places = [order.index(name) for name in names if name in order]
    return places == sorted(places) and len(places) == len(names)


def problems_of(path):
    with open(path, "rb") as file:
        octets = file.read()
    if octets.startswith(b"\xef\xbb\xbf") or b"<!--" in octets or octets[:1] != b"<":
        yield "begins with something else than XML, or has a comment"
    root = ET.fromstring(octets)
    if root.tag == "device":
        if not in_order([child.tag for child in root], ORDER):
            yield f"elements out of order or unknown: {[child.tag for child in root]}"
        if not in_order([child.tag for child in root.find("devicePool")], POOL):
            yield "devicePool is out of order"
        repeated = {child.tag for child in root if len(root.findall(child.tag)) > 1}
        if repeated:
            yield f"elements come twice: {repeated}"
    elif root.tag != "Default":
        yield f"the root is {root.tag}"


if __name__ == "__main__":
    folder = sys.argv[1]
    files = sorted(name for name in os.listdir(folder) if name.endswith(".xml"))
    found = [f"{name}: {problem}" for name in files for problem in problems_of(os.path.join(folder, name))]
    if len(files) < 15:
        found.append(f"only {len(files)} files")
    print("\n".join(found))
    sys.exit(1 if found else 0)
