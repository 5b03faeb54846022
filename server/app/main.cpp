#include "server/app/command_line.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

namespace {

/// A terminal may be wider than 80 columns; what is redirected is 80 wide, so that it reads the same
/// everywhere.
std::size_t width_of_terminal() {
    winsize size{};
    const bool is_known = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return is_known && size.ws_col > 80 ? size.ws_col : 80;
}

dialtone::app::Programs programs() {
    dialtone::app::Programs bodies;
    bodies.serve = dialtone::app::run_serve;
    bodies.lab = dialtone::app::run_lab;
    bodies.sim = dialtone::app::run_sim;
    return bodies;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> words{argv + 1, argv + argc};
        return dialtone::app::run_command_line(
            words, programs(), {std::cout, std::cerr, width_of_terminal()}
        );
    } catch (const std::exception& error) {
        std::cerr << "dialtone: " << error.what() << '\n';
        return dialtone::app::exit_status(dialtone::ProblemKind::failed);
    }
}
