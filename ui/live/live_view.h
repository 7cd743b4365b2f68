// The Live page as a widget over plain values: header line, time range, panels or their table twin, empty and stale
// states. Owned by LivePage; UI thread. Emits what the person asked for; knows no backend.
#pragma once

#include <memory>

#include <QGridLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QWidget>

#include "ui/base/notice.h"
#include "ui/live/evidence_list.h"
#include "ui/live/live_table.h"
#include "ui/live/live_words.h"
#include "ui/live/metric_panel.h"
#include "ui/live/repaint_scheduler.h"
#include "ui/live/traffic_help.h"

namespace signalbox::ui::live {

class LiveView : public QWidget {
    Q_OBJECT

public:
    explicit LiveView(QWidget* parent = nullptr);

    void setPicture(std::shared_ptr<const Picture> picture);
    void setGateway(const std::string& url);
    // Why the last fetch failed, with a button that asks again; nullopt: it did not.
    void setProblem(const std::optional<Error>& error);
    void setActive(bool active);
    void setTableShown(bool shown);
    void setEvidenceShown(bool shown);
    // Shows the evidence with the card of this metric in view.
    void showEvidence(const std::string& metric);

    [[nodiscard]] std::chrono::seconds range() const { return m_range; }

    [[nodiscard]] const std::vector<MetricPanel*>& panels() const { return m_panels; }

Q_SIGNALS:
    void rangeChanged();
    void retryRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeGrid();
    [[nodiscard]] QTableView* makeTable();
    void addRanges(QLayout& layout);
    QToolButton* makeSwitch(const QString& text, const QString& name);
    // Afresh: as many columns as there is room for. Else never more than before, so that nothing jumps when a number
    // becomes narrower.
    enum class Arrange { Afresh, Again };
    void arrangePanels(Arrange how);
    void showContent();
    void showTable();

    std::shared_ptr<const Picture> m_picture;
    std::string m_gateway;
    std::chrono::seconds m_range{300};
    QBoxLayout* m_header = nullptr;
    PlainLabel* m_compared = nullptr;
    QToolButton* m_tableButton = nullptr;
    QToolButton* m_evidenceButton = nullptr;
    Notice* m_problem = nullptr;
    QStackedWidget* m_stack = nullptr;
    QScrollArea* m_scroll = nullptr;
    QGridLayout* m_grid = nullptr;
    int m_columns = 0;
    int m_shownPanels = 0;
    std::size_t m_shownLines = 0;
    std::vector<MetricPanel*> m_panels;
    QTableView* m_table = nullptr;
    LiveTableModel* m_model = nullptr;
    EvidenceList* m_evidence = nullptr;
    TrafficHelp* m_help = nullptr;
    RepaintScheduler* m_scheduler = nullptr;
};

} // namespace signalbox::ui::live
