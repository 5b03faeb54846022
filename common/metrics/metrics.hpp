#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

namespace prometheus {
class Counter;
class Gauge;
class Registry;
}  // namespace prometheus

namespace dialtone {

/// A handle resolved once, at construction of whoever counts; adding costs an atomic increment. Thread-safe.
class Counter {
 public:
    Counter() = default;  ///< counts nowhere: for engines in tests

    explicit Counter(prometheus::Counter& counter) : counter_{&counter} {}

    void add(std::uint64_t n = 1);

    [[nodiscard]] std::uint64_t value() const;

 private:
    prometheus::Counter* counter_ = nullptr;
};

class Gauge {
 public:
    Gauge() = default;

    explicit Gauge(prometheus::Gauge& gauge) : gauge_{&gauge} {}

    void set(double value);

 private:
    prometheus::Gauge* gauge_ = nullptr;
};

using Labels = std::initializer_list<std::pair<const std::string, std::string>>;

/// The process's metrics, in Prometheus' terms. Names begin with `dialtone_`; counters end with `_total`.
class Metrics {
 public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// The same name and labels give the same counter.
    Counter counter(const std::string& name, const std::string& help, Labels labels = {});
    Gauge gauge(const std::string& name, const std::string& help, Labels labels = {});

    /// Everything in Prometheus' text exposition format 0.0.4.
    [[nodiscard]] std::string text() const;

 private:
    std::unique_ptr<prometheus::Registry> registry_;
};

}  // namespace dialtone
