// agent.yaml and release.yaml of a hostile author: read or refused, never more.
#include "core/agents/manifest_reader.h"
#include "core/release/plan.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

void run(std::string_view input) {
    const auto manifest = agents::readManifest(input);
    claim(manifest.has_value() || !manifest.error().message.empty(), "a refusal says why");
    const auto plan = release::readPlan(input);
    claim(plan.has_value() || !plan.error().message.empty(), "a refusal says why");
    if (!plan)
        return;
    const auto again = release::planFromJson(release::planToJson(*plan));
    claim(again.has_value() && *again == *plan, "a plan survives the wire");
}

std::vector<std::string_view> words() {
    return {"schema: signalbox.agent/1\n",
            "name: ",
            "model:\n",
            "  provider: ",
            "  id: ",
            "steps:\n",
            "- weight: 5\n",
            "  minimum_time: 1h\n",
            "guardrails:\n",
            "- metric: error_rate\n",
            "&a ",
            "*a",
            "<<: *a\n",
            "!!binary ",
            "? ",
            "|\n",
            ">\n",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "\n",
            "  ",
            "-",
            "1e400",
            "-1",
            ".nan",
            ".inf",
            "~",
            "\"",
            "\t",
            "%YAML 1.2\n---\n"};
}

} // namespace signalbox::fuzz
