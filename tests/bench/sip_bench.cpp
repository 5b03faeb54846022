// The SIP stage: reading what phones register with, and answering it.
#include "server/sip/message/inspection.hpp"
#include "server/sip/message/response.hpp"
#include "tests/support/sip_messages.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <string>

namespace {

using namespace dialtone;
using namespace dialtone::sip;

constexpr std::array kMethods{Skill{Method::register_}};
constexpr Skills kSkills{kMethods};
constexpr Endpoint kSource{Ipv4{10, 9, 8, 50}, 51234};

/// Start line, every header field named, length checked.
void find_fields(benchmark::State& state) {
    const auto text = test::register_7841();
    Message message;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message.parse(bytes_of(text)));
    }
}

BENCHMARK(find_fields);

/// The same, and what a registrar reads of it: Vias, From, To, CSeq, Call-ID, the Contact.
void read_register(benchmark::State& state) {
    const auto text = test::register_7841();
    Message message;
    Essentials essentials;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message.parse(bytes_of(text)));
        benchmark::DoNotOptimize(inspect(message, kSkills, essentials));
    }
}

BENCHMARK(read_register);

void write_answer(benchmark::State& state) {
    const auto text = test::register_7841();
    Message message;
    if (!message.parse(bytes_of(text))) {
        return;
    }
    Buffer out;
    for (auto _ : state) {
        out.clear();
        begin_response(out, message, kSource, 200, "9e8d7c6b").field(HeaderId::expires, 120).finish();
        benchmark::DoNotOptimize(out.data());
    }
}

BENCHMARK(write_answer);

}  // namespace
