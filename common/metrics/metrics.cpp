#include "common/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace dialtone {

void Counter::add(std::uint64_t n) {
    if (counter_ != nullptr) {
        counter_->Increment(static_cast<double>(n));
    }
}

std::uint64_t Counter::value() const {
    return counter_ == nullptr ? 0 : static_cast<std::uint64_t>(counter_->Value());
}

void Gauge::set(double value) {
    if (gauge_ != nullptr) {
        gauge_->Set(value);
    }
}

Metrics::Metrics()
    : registry_{std::make_unique<prometheus::Registry>(prometheus::Registry::InsertBehavior::Merge)} {}

Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, Labels labels) {
    auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(*registry_);
    return Counter{family.Add(prometheus::Labels{labels})};
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, Labels labels) {
    auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(*registry_);
    return Gauge{family.Add(prometheus::Labels{labels})};
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_->Collect());
}

}  // namespace dialtone
