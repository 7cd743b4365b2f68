#include "core/evidence/text_similarity.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <QString>

namespace signalbox::evidence {

namespace {

constexpr qsizetype longest = 16'384;
constexpr std::size_t longestGram = 6;
constexpr double recallWeight = 4; // β² of F2

QString cut(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<std::size_t>(text.size(), 4 * longest)))
        .left(longest);
}

std::vector<std::uint32_t> letters(std::string_view text) {
    std::vector<std::uint32_t> result;
    for (const char32_t c : cut(text).toStdU32String())
        if (!QChar::isSpace(c))
            result.push_back(c);
    return result;
}

using Grams = std::unordered_map<std::uint64_t, int>;

Grams gramsOf(const std::vector<std::uint32_t>& text, std::size_t size) {
    Grams grams;
    for (std::size_t i = 0; i + size <= text.size(); ++i) {
        std::uint64_t hash = size;
        for (std::size_t j = 0; j < size; ++j)
            hash = (hash ^ text[i + j]) * 0x9e3779b97f4a7c15U + (hash >> 29U);
        ++grams[hash];
    }
    return grams;
}

double common(const Grams& left, const Grams& right) {
    double count = 0;
    for (const auto& [gram, times] : left)
        if (const auto found = right.find(gram); found != right.end())
            count += std::min(times, found->second);
    return count;
}

std::set<std::string> words(std::string_view text) {
    std::set<std::string> result;
    QString word;
    const QString lower = cut(text).toLower();
    for (const QChar c : lower) {
        if (c.isLetterOrNumber() || c.isSurrogate() || c.isMark()) {
            word += c;
            continue;
        }
        if (!word.isEmpty())
            result.insert(word.toStdString());
        word.clear();
    }
    if (!word.isEmpty())
        result.insert(word.toStdString());
    return result;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty())
            text += ' ';
        text += part;
    }
    return text;
}

// Longest common subsequence of bytes, 64 at a time (Hyyrö).
std::size_t commonSubsequence(const std::string& left, const std::string& right) {
    const std::size_t blocks = (left.size() + 63) / 64;
    std::array<std::vector<std::uint64_t>, 256> places;
    places.fill(std::vector<std::uint64_t>(blocks, 0));
    for (std::size_t i = 0; i < left.size(); ++i)
        places[static_cast<unsigned char>(left[i])][i / 64] |= std::uint64_t{1} << (i % 64);
    std::vector<std::uint64_t> rows(blocks, ~std::uint64_t{0});
    for (const char c : right) {
        std::uint64_t carry = 0;
        const auto& matches = places[static_cast<unsigned char>(c)];
        for (std::size_t block = 0; block < blocks; ++block) {
            const std::uint64_t hit = rows[block] & matches[block];
            const std::uint64_t half = rows[block] + hit;
            const std::uint64_t sum = half + carry;
            carry = (half < hit || sum < half) ? 1 : 0;
            rows[block] = sum | (rows[block] - hit);
        }
    }
    std::size_t length = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        length += (rows[i / 64] >> (i % 64) & 1U) == 0 ? 1 : 0;
    return length;
}

double alike(std::size_t commonLength, std::size_t left, std::size_t right) {
    return left + right == 0 ? 1 : 2 * static_cast<double>(commonLength) / static_cast<double>(left + right);
}

} // namespace

double chrF(std::string_view expected, std::string_view actual) {
    const auto wanted = letters(expected);
    const auto found = letters(actual);
    if (wanted == found)
        return 1;
    double precision = 0;
    double recall = 0;
    double sizes = 0;
    for (std::size_t size = 1; size <= longestGram; ++size) {
        if (wanted.size() < size || found.size() < size)
            break;
        const double both = common(gramsOf(wanted, size), gramsOf(found, size));
        precision += both / static_cast<double>(found.size() - size + 1);
        recall += both / static_cast<double>(wanted.size() - size + 1);
        ++sizes;
    }
    if (sizes == 0 || precision + recall == 0)
        return 0;
    precision /= sizes;
    recall /= sizes;
    return (1 + recallWeight) * precision * recall / (recallWeight * precision + recall);
}

double tokenSetRatio(std::string_view left, std::string_view right) {
    const auto a = words(left);
    const auto b = words(right);
    std::vector<std::string> both;
    std::vector<std::string> onlyA;
    std::vector<std::string> onlyB;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    std::ranges::set_difference(a, b, std::back_inserter(onlyA));
    std::ranges::set_difference(b, a, std::back_inserter(onlyB));
    if (a == b || (!both.empty() && (onlyA.empty() || onlyB.empty())))
        return 1;
    const std::string shared = joined(both);
    const std::string restA = joined(onlyA);
    const std::string restB = joined(onlyB);
    const std::size_t space = shared.empty() ? 0 : 1;
    const std::size_t lengthA = shared.size() + space + restA.size();
    const std::size_t lengthB = shared.size() + space + restB.size();
    const std::size_t subsequence = shared.size() + space + commonSubsequence(restA, restB);
    double best = alike(subsequence, lengthA, lengthB);
    if (!shared.empty())
        best = std::max(
            {best, alike(shared.size(), shared.size(), lengthA), alike(shared.size(), shared.size(), lengthB)});
    return best;
}

} // namespace signalbox::evidence
