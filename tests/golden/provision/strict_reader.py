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

# Files of SIP phones have three elements behind the pool, one of which SCCP phones have at the end.
SIP_ORDER = [name for name in ORDER if name != "MissedCallLoggingOption"]
SIP_ORDER[SIP_ORDER.index("commonProfile"):SIP_ORDER.index("commonProfile")] = [
    "sipProfile", "featurePolicyFile", "MissedCallLoggingOption"]
SIP_PROFILE = """natEnabled natAddress natReceivedProcessing natRecievedProcessing sipProxies sipCallFeatures sipStack
autoAnswerTimer autoAnswerAltBehavior autoAnswerOverride transferOnhookEnabled enableVad preferredCodec dtmfAvtPayload
dtmfDbLevel dtmfOutofBand alwaysUsePrimeLine alwaysUsePrimeLineVoiceMail kpml phoneLabel stutterMsgWaiting callStats
offhookToFirstDigitTimer T302Timer silentPeriodBetweenCallWaitingBursts disableLocalSpeedDialConfig poundEndOfDial
startMediaPort stopMediaPort startVideoPort stopVideoPort sipLines externalNumberMask voipControlPort dscpForAudio
dscpVideo ringSettingBusyStationPolicy dialTemplate softKeyFile""".split()

# Roots of the files beside a phone's own.
SIDE_ROOTS = ["softKeyCfg", "featurePolicy", "dialTemplate", "DIALTEMPLATE", "DialRules"]

POOL = "revertPriority name dateTimeSetting callManagerGroup srstInfo connectionMonitorDuration".split()


def in_order(names, order):
    places = [order.index(name) for name in names if name in order]
    return places == sorted(places) and len(places) == len(names)


def problems_of_sip(profile):
    if not in_order([child.tag for child in profile], SIP_PROFILE):
        yield f"sipProfile is out of order: {[child.tag for child in profile]}"
    lines = [line for line in profile.find("sipLines") if line.get("lineIndex")]
    if [line.get("lineIndex") for line in lines] != [str(i + 1) for i in range(len(lines))]:
        yield "lines are not counted from 1 without gaps"
    for line in lines:
        for name in ("name", "authName", "authPassword", "proxy", "contact"):
            if not line.findtext(name):
                yield f"a line without {name}"
    for element in profile.iter():
        if element.text in ("True", "False", "TRUE", "FALSE"):
            yield f"{element.tag}: phones take {element.text} for false"


def problems_of(path):
    with open(path, "rb") as file:
        octets = file.read()
    if octets.startswith(b"\xef\xbb\xbf") or b"<!--" in octets or octets[:1] != b"<":
        yield "begins with something else than XML, or has a comment"
    root = ET.fromstring(octets)
    if root.tag == "device":
        is_sip = root.findtext("deviceProtocol") == "SIP"
        if not in_order([child.tag for child in root], SIP_ORDER if is_sip else ORDER):
            yield f"elements out of order or unknown: {[child.tag for child in root]}"
        if not in_order([child.tag for child in root.find("devicePool")], POOL):
            yield "devicePool is out of order"
        repeated = {child.tag for child in root if len(root.findall(child.tag)) > 1}
        if repeated:
            yield f"elements come twice: {repeated}"
        profile = root.find("sipProfile")
        if profile is not None:
            yield from problems_of_sip(profile)
    elif root.tag != "Default" and root.tag not in SIDE_ROOTS:
        yield f"the root is {root.tag}"


if __name__ == "__main__":
    folder = sys.argv[1]
    files = sorted(name for name in os.listdir(folder) if name.endswith(".xml"))
    found = [f"{name}: {problem}" for name in files for problem in problems_of(os.path.join(folder, name))]
    if len(files) < 15:
        found.append(f"only {len(files)} files")
    print("\n".join(found))
    sys.exit(1 if found else 0)
