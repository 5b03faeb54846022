#include "server/sip/message/header_id.hpp"

#include "common/text/ascii.hpp"

#include <array>

namespace dialtone::sip {

namespace {

struct Entry {
    HeaderId id;
    std::string_view name;
    char compact = '\0';  ///< RFC 3261 §7.3.3 and later documents
    bool is_single = false;
};

constexpr std::array kEntries{
    Entry{HeaderId::unknown, ""},
    Entry{HeaderId::accept, "Accept"},
    Entry{HeaderId::accept_contact, "Accept-Contact", 'a'},
    Entry{HeaderId::accept_encoding, "Accept-Encoding"},
    Entry{HeaderId::accept_language, "Accept-Language"},
    Entry{HeaderId::alert_info, "Alert-Info"},
    Entry{HeaderId::allow, "Allow"},
    Entry{HeaderId::allow_events, "Allow-Events", 'u'},
    Entry{HeaderId::authentication_info, "Authentication-Info"},
    Entry{HeaderId::authorization, "Authorization"},
    Entry{HeaderId::call_id, "Call-ID", 'i', true},
    Entry{HeaderId::call_info, "Call-Info"},
    Entry{HeaderId::contact, "Contact", 'm'},
    Entry{HeaderId::content_disposition, "Content-Disposition"},
    Entry{HeaderId::content_encoding, "Content-Encoding", 'e'},
    Entry{HeaderId::content_id, "Content-ID"},
    Entry{HeaderId::content_language, "Content-Language"},
    Entry{HeaderId::content_length, "Content-Length", 'l', true},
    Entry{HeaderId::content_type, "Content-Type", 'c', true},
    Entry{HeaderId::cseq, "CSeq", '\0', true},
    Entry{HeaderId::date, "Date"},
    Entry{HeaderId::diversion, "Diversion"},
    Entry{HeaderId::error_info, "Error-Info"},
    Entry{HeaderId::event, "Event", 'o', true},
    Entry{HeaderId::expires, "Expires", '\0', true},
    Entry{HeaderId::flow_timer, "Flow-Timer"},
    Entry{HeaderId::from, "From", 'f', true},
    Entry{HeaderId::history_info, "History-Info"},
    Entry{HeaderId::identity, "Identity", 'y'},
    Entry{HeaderId::in_reply_to, "In-Reply-To"},
    Entry{HeaderId::join, "Join", '\0', true},
    Entry{HeaderId::max_breadth, "Max-Breadth"},
    Entry{HeaderId::max_forwards, "Max-Forwards", '\0', true},
    Entry{HeaderId::mime_version, "MIME-Version"},
    Entry{HeaderId::min_expires, "Min-Expires", '\0', true},
    Entry{HeaderId::min_se, "Min-SE", '\0', true},
    Entry{HeaderId::organization, "Organization"},
    Entry{HeaderId::p_asserted_identity, "P-Asserted-Identity"},
    Entry{HeaderId::p_preferred_identity, "P-Preferred-Identity"},
    Entry{HeaderId::path, "Path"},
    Entry{HeaderId::priority, "Priority"},
    Entry{HeaderId::privacy, "Privacy"},
    Entry{HeaderId::proxy_authenticate, "Proxy-Authenticate"},
    Entry{HeaderId::proxy_authorization, "Proxy-Authorization"},
    Entry{HeaderId::proxy_require, "Proxy-Require"},
    Entry{HeaderId::rack, "RAck", '\0', true},
    Entry{HeaderId::reason, "Reason"},
    Entry{HeaderId::record_route, "Record-Route"},
    Entry{HeaderId::recv_info, "Recv-Info"},
    Entry{HeaderId::refer_sub, "Refer-Sub", '\0', true},
    Entry{HeaderId::refer_to, "Refer-To", 'r', true},
    Entry{HeaderId::referred_by, "Referred-By", 'b', true},
    Entry{HeaderId::remote_party_id, "Remote-Party-ID"},
    Entry{HeaderId::replaces, "Replaces", '\0', true},
    Entry{HeaderId::reply_to, "Reply-To", '\0', true},
    Entry{HeaderId::request_disposition, "Request-Disposition", 'd'},
    Entry{HeaderId::require, "Require"},
    Entry{HeaderId::retry_after, "Retry-After", '\0', true},
    Entry{HeaderId::route, "Route"},
    Entry{HeaderId::rseq, "RSeq", '\0', true},
    Entry{HeaderId::server, "Server"},
    Entry{HeaderId::service_route, "Service-Route"},
    Entry{HeaderId::session_expires, "Session-Expires", 'x', true},
    Entry{HeaderId::session_id, "Session-ID"},
    Entry{HeaderId::sip_etag, "SIP-ETag", '\0', true},
    Entry{HeaderId::sip_if_match, "SIP-If-Match", '\0', true},
    Entry{HeaderId::subject, "Subject", 's'},
    Entry{HeaderId::subscription_state, "Subscription-State", '\0', true},
    Entry{HeaderId::supported, "Supported", 'k'},
    Entry{HeaderId::timestamp, "Timestamp"},
    Entry{HeaderId::to, "To", 't', true},
    Entry{HeaderId::unsupported, "Unsupported"},
    Entry{HeaderId::user_agent, "User-Agent"},
    Entry{HeaderId::via, "Via", 'v'},
    Entry{HeaderId::warning, "Warning"},
    Entry{HeaderId::www_authenticate, "WWW-Authenticate"},
};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kEntries.size(); ++i) {
        if (kEntries[i].id != static_cast<HeaderId>(i)) {
            return false;
        }
    }
    return kEntries.size() == kHeaderIds;
}

static_assert(is_in_order());

// Every name of every message is looked up: one place to look at for nearly all of them.
constexpr std::size_t kPlaces = 256;

constexpr std::size_t place_of(std::string_view name) {
    const auto octet = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(to_lower(name[at])));
    };
    return (name.size() * 73 + octet(0) * 31 + octet(name.size() / 2) * 17 + octet(name.size() - 1) * 5) %
           kPlaces;
}

constexpr std::array<HeaderId, kPlaces> make_places() {
    std::array<HeaderId, kPlaces> places{};
    for (const auto& entry : kEntries) {
        if (entry.name.empty()) {
            continue;
        }
        auto place = place_of(entry.name);
        while (places[place] != HeaderId::unknown) {
            place = (place + 1) % kPlaces;
        }
        places[place] = entry.id;
    }
    return places;
}

constexpr std::array<HeaderId, 26> make_letters() {
    std::array<HeaderId, 26> letters{};
    for (const auto& entry : kEntries) {
        if (entry.compact != '\0') {
            letters[static_cast<std::size_t>(entry.compact - 'a')] = entry.id;
        }
    }
    return letters;
}

constexpr auto kByPlace = make_places();
constexpr auto kByLetter = make_letters();

}  // namespace

std::string_view to_string(HeaderId id) {
    return kEntries[static_cast<std::size_t>(id)].name;
}

HeaderId header_id_of(std::string_view name) {
    if (name.size() <= 1) {
        const auto letter = name.empty() ? '\0' : to_lower(name.front());
        return letter >= 'a' && letter <= 'z' ? kByLetter[static_cast<std::size_t>(letter - 'a')]
                                              : HeaderId::unknown;
    }
    for (auto place = place_of(name); kByPlace[place] != HeaderId::unknown; place = (place + 1) % kPlaces) {
        if (iequals(to_string(kByPlace[place]), name)) {
            return kByPlace[place];
        }
    }
    return HeaderId::unknown;
}

bool is_single(HeaderId id) {
    return kEntries[static_cast<std::size_t>(id)].is_single;
}

}  // namespace dialtone::sip
