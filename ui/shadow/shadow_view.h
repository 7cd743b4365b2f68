// Everything the shadow page shows, without the network: summary, pairs, the chosen pair. Whoever owns it feeds it. UI
// thread. Keys: B, S, W give the verdict on the chosen pair and go on to the next.
#pragma once

#include <optional>

#include <QWidget>

#include "core/protocol/pair_message.h"

class QComboBox;
class QStackedWidget;
class QTableView;

namespace signalbox::ui {
class BusyOverlay;
class EmptyState;
class Notice;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::shadow {

class PairDetails;
class PairModel;
class SummaryStrip;

// Why there is nothing to show, and what to do next.
struct NoShadow {
    QString sentence;
    QString next;
    QString button = {}; // starts a release; empty: none
};

class ShadowView : public QWidget {
    Q_OBJECT

public:
    explicit ShadowView(QWidget* parent = nullptr);
    ~ShadowView() override;

    void clear(); // another agent
    void setLoading();
    void setNothing(const NoShadow& why); // no release had a shadow
    void setSummary(const protocol::PairSummary& summary);
    void setPairs(std::vector<protocol::PairMessage> pairs, bool hasMore);
    void setError(const Error& error);   // with a button to try again
    void setStale(const QString& since); // empty: it is fresh
    void goOn();                         // to the pair after the one that was judged

    [[nodiscard]] PairModel& model() const { return *m_model; }

    [[nodiscard]] PairDetails& details() const { return *m_details; }

    [[nodiscard]] std::string show() const; // word of the API for what is listed

Q_SIGNALS:
    void showChanged();
    void pairChosen(quint64 id);
    void moreWanted();
    void retryRequested();
    void startRequested();

private:
    QWidget* makeList();
    void makeTable();
    void makeKeys();
    void putRows(std::vector<protocol::PairMessage> pairs, bool hasMore);
    [[nodiscard]] int rowOf(quint64 pair) const; // -1: it is not listed
    void choose(int row);
    void chooseFirst();
    [[nodiscard]] bool givesWay(const protocol::PairMessage& shown) const;
    void showEmptyList();

    SummaryStrip* m_summary;
    Notice* m_notice;
    Notice* m_stale;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QComboBox* m_show;
    PlainLabel* m_count;
    PairModel* m_model;
    QTableView* m_table;
    QStackedWidget* m_listStack;
    EmptyState* m_emptyList;
    PairDetails* m_details;
    BusyOverlay* m_busy = nullptr;
    bool m_replacing = false;      // rows come and go, and none is chosen by that
    bool m_chosenByPerson = false; // the pair that is shown
    std::optional<protocol::PairSummary> m_known;
};

} // namespace signalbox::ui::shadow
