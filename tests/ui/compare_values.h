// Two made-up versions of a prompt with its tools, for the tests of Compare. Values only.
#pragma once

#include <string>

#include "ui/compare/compare_document.h"

namespace signalbox::uitest {

using ui::compare::buildDocument;
using ui::compare::CompareDocumentPtr;

inline const char* const system1 = R"(# Refund assistant

You help customers of a web shop with refunds. Be friendly and brief.

## Rules

- A refund is possible within 30 days after delivery.
- Offer at most 2 vouchers per customer.
- Look the order up with `lookup_order` before you answer.
- Write to {{first_name}} in the language of the question.

## Style

1. Use short sentences.
2. Use no emoji.
3. Say what happens next.
4. Say when it happens.
5. Say who does it.
6. Thank the customer.
7. Do not repeat the question.
8. Do not quote the rules.
9. End with a greeting.

## Output

Answer in JSON with the fields `answer` and `state`, and keep `answer` under 120 words so that it fits on a telephone.
)";

inline std::string system2() {
    std::string text = system1;
    const auto replace = [&](const std::string& from, const std::string& to) {
        text.replace(text.find(from), from.size(), to);
    };
    replace("within 30 days", "within 14 days");
    replace("Offer at most 2 vouchers", "Never offer more than 1 voucher");
    replace("{{first_name}}", "{{full_name}}");
    replace("- Look the order", "- Check the amount with `check_amount`.\n- Look the order");
    replace("Answer in JSON", "Answer in Markdown");
    replace("9. End with a greeting.\n", "");
    return text;
}

inline agents::SnapshotPtr snapshot(const std::string& prompt, bool isNew) {
    auto made = std::make_shared<agents::Snapshot>();
    made->manifest.model = {"maker", isNew ? "maker-4-mini-2026-03-01" : "maker-4-mini-2026-01-15"};
    made->manifest.configuration.temperature = isNew ? 0.2 : 0.7;
    made->manifest.prompts = {{"system", "prompts/system.md"}};
    made->manifest.tools = {"integrations/tools.json"};
    const std::string tool =
        R"({"name": "lookup_order", "parameters": {"type": "object", "properties": {"id": {"type": "string"}}}})";
    const std::string other = R"({"name": "check_amount", "description": "Checks the amount."})";
    made->files = {{"agent.yaml",
                    std::string("name: refunds\nmodel:\n  provider: maker\n  id: ") + made->manifest.model.id + "\n"},
                   {"integrations/tools.json", "[\n  " + tool + (isNew ? ",\n  " + other : "") + "\n]\n"},
                   {"prompts/system.md", prompt}};
    return made;
}

inline CompareDocumentPtr document(const std::string& left = system1, const std::string& right = system2()) {
    auto made = buildDocument("2.1.0", snapshot(left, false), "2.2.0", snapshot(right, true));
    return made ? *made : nullptr;
}

} // namespace signalbox::uitest
