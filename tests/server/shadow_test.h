// What tests of shadows through a backend share: 1.1.0 of the summariser in the shadow of 1.0.0, and its pairs.
#pragma once

#include <QJsonArray>
#include <QTest>

#include "tests/server/backend_test.h"

namespace signalbox::test {

inline const std::string pairsPath = "/api/v1/agents/summariser/pairs";

// Copies of every conversation for ten minutes.
inline QJsonObject shadowPlan() {
    using namespace Qt::StringLiterals;
    QJsonObject plan = quickPlan();
    plan.insert(u"shadow"_s, QJsonObject{{u"time"_s, 600}, {u"share"_s, 100}});
    return plan;
}

class ShadowTest : public BackendTest {
protected:
    [[nodiscard]] HttpAnswer startShadow(const QJsonObject& comparison = {{QStringLiteral("noise"), 0}}) {
        QJsonObject plan = shadowPlan();
        plan.insert(QStringLiteral("comparison"), comparison);
        return host->startRelease("summariser", QStringLiteral("1.1.0"), plan);
    }

    void ask(int from, int count) {
        for (int i = from; i < from + count; ++i)
            QCOMPARE(host->ask("summariser", "u" + std::to_string(i)), std::string("1.0.0"));
    }

    [[nodiscard]] QJsonObject page(const std::string& query = {}) { return host->get(pairsPath + query).json(); }

    [[nodiscard]] QJsonObject summary() { return page()[QLatin1StringView("summary")].toObject(); }

    [[nodiscard]] std::string firstPair() {
        const QJsonValue first = page()[QLatin1StringView("pairs")][0];
        return pairsPath + "/" + std::to_string(first[QLatin1StringView("id")].toInteger());
    }
};

} // namespace signalbox::test
