// Runs a fuzz target without a fuzzer: first every file of a folder as it is, then changed copies of them with a fixed
// seed until the time is over. Arguments: the folder, seconds (0: only the files), the seed. What breaks the target is
// left in the file "fuzz-broken" of the current folder.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <unistd.h>

#include "tests/fuzz/target.h"

namespace {

constexpr std::size_t longest = 16 * 1024;
const std::string* current = nullptr;

extern "C" void keepInput(int signal) {
    const int file = ::open("fuzz-broken", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0 && current != nullptr)
        (void)!::write(file, current->data(), current->size());
    std::signal(signal, SIG_DFL);
    (void)std::raise(signal);
}

void run(const std::string& input) {
    current = &input;
    // In memory of exactly this size, so that a sanitizer sees a step beyond it.
    const std::vector<char> copy(input.begin(), input.end());
    signalbox::fuzz::run({copy.data(), copy.size()});
}

class Mutator {
public:
    Mutator(std::vector<std::string> seeds, unsigned seed) : m_seeds(std::move(seeds)), m_random(seed) {}

    std::string next() {
        std::string text = m_seeds[below(m_seeds.size())];
        for (std::size_t left = 1 + below(6); left > 0; --left)
            change(text);
        text.resize(std::min(text.size(), longest));
        return text;
    }

private:
    std::size_t below(std::size_t limit) {
        return limit < 2 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random);
    }

    void change(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        const std::size_t count = std::min(1 + below(16), text.size() - at);
        switch (below(8)) {
        case 0:
            if (at < text.size())
                text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1:
            if (at < text.size())
                text[at] = static_cast<char>(below(256));
            break;
        case 2:
            text.erase(at, count);
            break;
        case 3:
            text.insert(below(text.size() + 1), text.substr(at, count));
            break;
        case 4:
            text.insert(at, 1, "\r\n\t :;,=\"'{}[]\\#-0"[below(18)]);
            break;
        case 5: {
            const std::string& other = m_seeds[below(m_seeds.size())];
            const std::size_t from = below(other.size() + 1);
            text.replace(at, count, other.substr(from, 1 + below(64)));
            break;
        }
        case 6:
            text.resize(at);
            break;
        default:
            text.insert(at, m_words[below(m_words.size())]);
        }
    }

    std::vector<std::string> m_seeds;
    std::vector<std::string_view> m_words = signalbox::fuzz::words();
    std::mt19937_64 m_random;
};

} // namespace

int main(int argc, char* argv[]) {
    if (argc < 2)
        return 2;
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, &keepInput);
    std::vector<std::filesystem::path> files;
    std::ranges::copy(std::filesystem::directory_iterator(argv[1]), std::back_inserter(files));
    std::ranges::sort(files);
    std::vector<std::string> seeds;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
        run(seeds.back());
    }
    if (seeds.empty())
        return 3;
    const unsigned seed = argc > 3 ? static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10)) : 1;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 0);
    Mutator mutator(seeds, seed);
    std::size_t runs = 0;
    while (std::chrono::steady_clock::now() < end) {
        for (int i = 0; i < 50; ++i, ++runs)
            run(mutator.next());
    }
    std::printf("%zu files, %zu changed inputs, seed %u\n", seeds.size(), runs, seed);
    return 0;
}
