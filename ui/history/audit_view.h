// An audit log as a page part: entries, filter by agent, details of the selected one, verify, export. Used for the
// backend's log and for the console's own. Owned by HistoryView; UI thread. Emits what the person asked for.
#pragma once

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include "ui/base/busy_overlay.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/history/audit_model.h"

namespace signalbox::ui::history {

enum class AuditSource { Backend, Console };

// "Verified to 1,204: …" or which entry is the first bad one. Pure.
struct VerificationText {
    QString text;
    QString hint;
    bool good = false;
};

[[nodiscard]] VerificationText verificationText(const protocol::AuditVerification& verification);
[[nodiscard]] QString prettyJson(const QJsonObject& object);

class AuditView : public QWidget {
    Q_OBJECT

public:
    explicit AuditView(AuditSource source, QWidget* parent = nullptr);

    void setAgent(const std::string& agent);
    void setLoading();
    void takeNewest(protocol::AuditPage page);
    void appendOlder(std::vector<protocol::AuditRow> rows);
    void setError(const Error& error);
    void setVerifying();
    void setVerification(const Result<protocol::AuditVerification>& verification);
    void setExporting(int written, int whole);
    void endExport();
    void say(Tone tone, const QString& text, const QString& hint = {});

    [[nodiscard]] AuditModel& model() const { return *m_model; }

    [[nodiscard]] QTableView& table() const { return *m_table; }

Q_SIGNALS:
    void pageWanted(quint64 before);
    void retryRequested();
    void verifyRequested();
    void exportRequested();
    void exportCancelled();

private:
    [[nodiscard]] QWidget* makeBar();
    [[nodiscard]] QWidget* makeEntries();
    [[nodiscard]] QWidget* makeDetails();
    void showSelected();
    void showCount();
    void fetchWhileFiltered();

    AuditSource m_source;
    std::string m_agent;
    QCheckBox* m_onlyAgent = nullptr;
    PlainLabel* m_count = nullptr;
    QPushButton* m_older = nullptr;
    QPushButton* m_verify = nullptr;
    QPushButton* m_save = nullptr;
    Notice* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    AuditModel* m_model = nullptr;
    AuditFilter* m_filter = nullptr;
    PlainLabel* m_sentence = nullptr;
    PlainLabel* m_reason = nullptr;
    PlainLabel* m_changes = nullptr;
    PlainLabel* m_record = nullptr;
    QPushButton* m_json = nullptr;
    QPlainTextEdit* m_entry = nullptr; // as it was recorded; one click away
    EmptyState* m_empty = nullptr;
    BusyOverlay* m_busy = nullptr;
    bool m_exporting = false;
    int m_unseenPages = 0; // read in a row without a row that the filter shows
};

} // namespace signalbox::ui::history
