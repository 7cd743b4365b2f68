#include "core/answers/schema_loops.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <jsoncons_ext/jsonpointer/jsonpointer.hpp>

namespace signalbox::answers {

namespace {

using jsoncons::json;

constexpr std::array<std::string_view, 3> references{"$ref", "$dynamicRef", "$recursiveRef"};
constexpr std::array<std::string_view, 4> names{"$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"};
constexpr std::array<std::string_view, 3> listsInPlace{"allOf", "anyOf", "oneOf"};
constexpr std::array<std::string_view, 4> onesInPlace{"not", "if", "then", "else"};
constexpr std::array<std::string_view, 2> mapsInPlace{"dependentSchemas", "dependencies"};
constexpr double mostWork = 10'000; // schemas that look at the same part of a value
constexpr int deepest = 200;

class Walk {
public:
    explicit Walk(const json& root) : m_root(root) { gather(root, 0); }

    bool isEndless() {
        return m_isTooDeep || std::ranges::any_of(m_all, [this](const json* one) { return work(*one, 0) > mostWork; });
    }

private:
    // Every map may be a schema; those that have a name may be what a reference means.
    void gather(const json& value, int depth) {
        m_isTooDeep = m_isTooDeep || depth > deepest;
        if (m_isTooDeep)
            return;
        if (value.is_array())
            for (const json& item : value.array_range())
                gather(item, depth + 1);
        if (!value.is_object())
            return;
        m_all.push_back(&value);
        if (std::ranges::any_of(names, [&](std::string_view name) { return value.contains(name); }))
            m_named.push_back(&value);
        for (const auto& member : value.object_range())
            gather(member.value(), depth + 1);
    }

    [[nodiscard]] std::vector<const json*> targetsOf(const std::string& reference) const {
        std::vector<const json*> targets{&m_root};
        if (reference == "#")
            return targets;
        if (reference.starts_with("#/")) {
            std::error_code error;
            const std::string pointer = decoded(reference.substr(1));
            const json* target = &jsoncons::jsonpointer::get(m_root, pointer, error);
            return error ? std::vector<const json*>() : std::vector{target};
        }
        targets.insert(targets.end(), m_named.begin(), m_named.end());
        return targets;
    }

    static std::string decoded(const std::string& pointer) {
        std::string text;
        for (std::size_t at = 0; at < pointer.size(); ++at) {
            const bool isCode = pointer[at] == '%' && at + 2 < pointer.size() &&
                                std::isxdigit(static_cast<unsigned char>(pointer[at + 1])) != 0 &&
                                std::isxdigit(static_cast<unsigned char>(pointer[at + 2])) != 0;
            text += isCode ? static_cast<char>(std::stoi(pointer.substr(at + 1, 2), nullptr, 16)) : pointer[at];
            at += isCode ? 2 : 0;
        }
        return text;
    }

    [[nodiscard]] std::vector<const json*> inPlaceOf(const json& schema) const {
        std::vector<const json*> all;
        for (const auto& member : schema.object_range()) {
            const std::string_view key = member.key();
            const json& value = member.value();
            if (std::ranges::contains(references, key) && value.is_string())
                std::ranges::copy(targetsOf(value.as_string()), std::back_inserter(all));
            else if (std::ranges::contains(onesInPlace, key))
                all.push_back(&value);
            else if (std::ranges::contains(listsInPlace, key) && value.is_array())
                for (const json& item : value.array_range())
                    all.push_back(&item);
            else if (std::ranges::contains(mapsInPlace, key) && value.is_object())
                for (const auto& one : value.object_range())
                    all.push_back(&one.value());
        }
        return all;
    }

    // How many schemas look at a value in place of this one; more than all when one leads back to itself.
    double work(const json& schema, int depth) {
        if (!schema.is_object())
            return 1;
        if (depth > deepest)
            return 2 * mostWork;
        const auto [known, isNew] = m_work.emplace(&schema, 2 * mostWork); // until it is known: it came back
        if (!isNew)
            return known->second;
        double sum = 1;
        for (const json* one : inPlaceOf(schema))
            sum = std::min(2 * mostWork, sum + work(*one, depth + 1));
        return m_work[&schema] = sum;
    }

    const json& m_root;
    std::vector<const json*> m_all;
    std::vector<const json*> m_named;
    std::unordered_map<const json*, double> m_work;
    bool m_isTooDeep = false;
};

} // namespace

bool isEndless(const json& schema) {
    return Walk(schema).isEndless();
}

} // namespace signalbox::answers
