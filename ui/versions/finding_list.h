// What the checks say of the selected version: each finding with its place, what is wrong, what helps and the line to
// write. An error is told from a warning by sign and word, not by colour alone. Empty and hidden while nothing was
// found. UI thread.
#pragma once

#include <vector>

#include <QVBoxLayout>
#include <QWidget>

#include "core/base/finding.h"

namespace signalbox::ui {
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::versions {

// "2 mistakes, 1 warning"; empty: nothing was found. Pure.
[[nodiscard]] QString findingCounts(const std::vector<Finding>& findings);

class FindingList : public QWidget {
    Q_OBJECT

public:
    explicit FindingList(QWidget* parent = nullptr);

    void setFindings(std::vector<Finding> findings); // errors first

    [[nodiscard]] const std::vector<Finding>& findings() const { return m_findings; }

private:
    void addRow(const Finding& finding);
    void draw();

    std::vector<Finding> m_findings;
    PlainLabel* m_title = nullptr;
    QVBoxLayout* m_rows = nullptr;
};

} // namespace signalbox::ui::versions
