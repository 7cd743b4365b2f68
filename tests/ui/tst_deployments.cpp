// The deployments of an agent as a table: order, and room for what people read.
#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QtTest>

#include "tests/ui/deployment_values.h"
#include "ui/base/theme.h"
#include "ui/history/deployments_view.h"

using namespace signalbox;
using namespace signalbox::ui::history;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

class TestDeployments : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void deploymentsAreNewestFirst() {
        DeploymentModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(newestFirst(deployments()));
        QCOMPARE(model.row(0).sequence, 8U);
        QCOMPARE(model.index(0, DeploymentModel::When).data().toString().section(u'\n', 1), u"until now"_s);
        auto fewer = deployments();
        fewer.erase(fewer.begin(), fewer.begin() + 3);
        model.setRows(newestFirst(fewer));
        QCOMPARE(model.rowCount({}), 5);
    }

    void whatBeganTogetherStandsInTheOrderOfRoles() {
        auto rows = deployments();
        for (auto& row : rows) {
            row.from = at(0);
            row.sequence = 1;
        }
        rows.front().role = traffic::Role::Shadow;
        const auto ordered = newestFirst(rows);
        QVERIFY(std::ranges::is_sorted(ordered, {}, &protocol::Deployment::role));
        QVERIFY(ordered.back().role == traffic::Role::Shadow);
    }

    // At the width that the page has in a window of 1100 pixels a usual reason is read without a tool tip.
    void theReasonHasRoom() {
        DeploymentsView view;
        view.resize(1100 - 240, 500);
        auto rows = deployments();
        rows[7].reason = "SUP-448: the new wording promises refunds above the limit of 200 EUR";
        view.setRows(rows);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto* table = view.findChild<QTableView*>();
        const QFontMetrics metrics(table->font());
        const int width = table->columnWidth(DeploymentModel::Reason) - 2 * ui::space::s;
        QVERIFY2(metrics.horizontalAdvance(QString::fromStdString(rows[7].reason)) * 1.1 < 2 * width,
                 qPrintable(QString::number(width)));
        for (int column = 0; column < DeploymentModel::Reason; ++column)
            for (const auto& line : table->model()->index(0, column).data().toString().split(u'\n'))
                QVERIFY2(metrics.horizontalAdvance(line) <= table->columnWidth(column) - ui::space::s,
                         qPrintable(line));
        QVERIFY(table->rowHeight(0) >= 2 * metrics.height());
        QVERIFY(!table->horizontalScrollBar()->isVisible());
    }
};

QTEST_MAIN(TestDeployments)
#include "tst_deployments.moc"
