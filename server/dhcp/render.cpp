#include "server/dhcp/message.hpp"

#include "common/bytes/writer.hpp"

#include <algorithm>

#include <boost/container/small_vector.hpp>

namespace dialtone::dhcp {

namespace {

constexpr std::uint32_t kMagicCookie = 0x63825363;
constexpr std::size_t kSnameSize = 64;
constexpr std::size_t kFileSize = 128;
constexpr std::size_t kLongest = 255;  ///< octets of one option instance
constexpr std::size_t kOverloadOption = 3;
constexpr std::size_t kEndOption = 1;

/// Where an option goes. The numbers of file and sname are their bits in option 52.
enum class Place : std::uint8_t { options = 0, file = 1, sname = 2, nowhere = 4 };

std::size_t encoded_size(std::size_t value_size) {
    const auto instances = value_size == 0 ? 1 : (value_size + kLongest - 1) / kLongest;
    return value_size + 2 * instances;
}

/// What gets its place first when there is not enough for all: 0 without which nobody can use the message, 1
/// the echo that RFC 6842 demands, 2 everything else.
constexpr int kRanks = 3;

int rank_of(std::uint8_t code) {
    switch (code) {
        case option::kMessageType:
        case option::kServerId:
        case option::kRelayInformation:
            return 0;
        case option::kClientId:
            return 1;
        default:
            return 2;
    }
}

/// Distributes the options of one message over its fields.
class Layout {
 public:
    Layout(const Message& message, std::size_t max_size) : message_{message} {
        const auto room = max_size - kHeaderSize - kEndOption;
        if (total() <= room) {
            places_.assign(message.options.size(), Place::options);
            return;
        }
        places_.assign(message.options.size(), Place::nowhere);
        options_room_ = room - kOverloadOption;
        file_room_ = message.file.empty() ? kFileSize - kEndOption : 0;
        sname_room_ = message.sname.empty() ? kSnameSize - kEndOption : 0;
        place_all();
    }

    [[nodiscard]] Place of(std::size_t index) const { return places_[index]; }

    /// The value of option 52; 0 when no field is overloaded.
    [[nodiscard]] std::uint8_t overload() const {
        std::uint8_t bits = 0;
        for (const auto place : places_) {
            bits |= place == Place::nowhere ? std::uint8_t{0} : static_cast<std::uint8_t>(place);
        }
        return bits;
    }

    [[nodiscard]] std::size_t left_out() const {
        return static_cast<std::size_t>(std::count(places_.begin(), places_.end(), Place::nowhere));
    }

 private:
    [[nodiscard]] std::size_t total() const {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < message_.options.size(); ++i) {
            sum += encoded_size(message_.options.at(i).value.size());
        }
        return sum;
    }

    void place_all() {
        for (int rank = 0; rank < kRanks; ++rank) {
            for (std::size_t i = 0; i < places_.size(); ++i) {
                const auto [code, value] = message_.options.at(i);
                if (rank_of(code) == rank) {
                    places_[i] = place(encoded_size(value.size()), rank == 0);
                }
            }
        }
    }

    Place place(std::size_t size, bool indispensable) {
        if (take(options_room_, size)) {
            return Place::options;
        }
        // Pieces of one long option must stay in order, so only whole ones move; they fit or they do not.
        if (!indispensable && take(file_room_, size)) {
            return Place::file;
        }
        return !indispensable && take(sname_room_, size) ? Place::sname : Place::nowhere;
    }

    static bool take(std::size_t& room, std::size_t size) {
        if (size > room) {
            return false;
        }
        room -= size;
        return true;
    }

    const Message& message_;
    boost::container::small_vector<Place, 32> places_;
    std::size_t options_room_ = 0;
    std::size_t file_room_ = 0;
    std::size_t sname_room_ = 0;
};

void write_option(Writer& writer, std::uint8_t code, Bytes value) {
    do {
        const auto piece = value.first(std::min(value.size(), kLongest));
        writer.u8(code);
        writer.u8(static_cast<std::uint8_t>(piece.size()));
        writer.bytes(piece);
        value = value.subspan(piece.size());
    } while (!value.empty());
}

void write_options(Writer& writer, const Message& message, const Layout& layout, Place place) {
    for (std::size_t i = 0; i < message.options.size(); ++i) {
        const auto [code, value] = message.options.at(i);
        if (layout.of(i) == place && code != option::kRelayInformation) {
            write_option(writer, code, value);
        }
    }
}

/// `sname` or `file`: text, or options when the layout put some there.
void write_field(Writer& writer, const Message& message, const Layout& layout, Place place) {
    const auto size = place == Place::file ? kFileSize : kSnameSize;
    if ((layout.overload() & static_cast<std::uint8_t>(place)) == 0) {
        writer.fixed_text(place == Place::file ? message.file : message.sname, size);
        return;
    }
    const auto start = writer.position();
    write_options(writer, message, layout, place);
    writer.u8(option::kEnd);
    writer.zeros(size - (writer.position() - start));
}

void write_fixed_part(Writer& writer, const Message& message) {
    writer.u8(static_cast<std::uint8_t>(message.op));
    writer.u8(message.hardware_type);
    writer.u8(message.hardware_length);
    writer.u8(message.hops);
    writer.u32be(message.xid);
    writer.u16be(message.secs);
    writer.u16be(message.flags);
    writer.u32be(message.ciaddr.value());
    writer.u32be(message.yiaddr.value());
    writer.u32be(message.siaddr.value());
    writer.u32be(message.giaddr.value());
    writer.bytes(message.chaddr);
}

/// The options field; relay information is its last option (RFC 3046 §2.2).
void write_options_field(Writer& writer, const Message& message, const Layout& layout) {
    write_options(writer, message, layout, Place::options);
    if (const auto overload = layout.overload(); overload != 0) {
        write_option(writer, option::kOverload, Bytes{&overload, 1});
    }
    for (std::size_t i = 0; i < message.options.size(); ++i) {
        const auto [code, value] = message.options.at(i);
        if (code == option::kRelayInformation && layout.of(i) == Place::options) {
            write_option(writer, code, value);
        }
    }
    writer.u8(option::kEnd);
}

}  // namespace

std::size_t render(const Message& message, std::size_t max_size, Buffer& out) {
    const Layout layout{message, std::max(max_size, kAssumedMaximum)};
    const auto start = out.size();
    Writer writer{out};
    write_fixed_part(writer, message);
    write_field(writer, message, layout, Place::sname);
    write_field(writer, message, layout, Place::file);
    writer.u32be(kMagicCookie);
    write_options_field(writer, message, layout);
    const auto size = out.size() - start;
    writer.zeros(size < kMinimumRendered ? kMinimumRendered - size : 0);
    return layout.left_out();
}

}  // namespace dialtone::dhcp
