// The one place in a window where something is said: as high when it is quiet as when it speaks, so that nothing moves
// under the pointer when a notice comes or goes. It takes notices of others and shows the newest that has something to
// say, those of the first rank before all others; what is covered by another cannot be pressed. UI thread.
#pragma once

#include <vector>

#include <QFrame>

namespace signalbox::ui {

class ElidedLabel;

class NoticeStrip : public QFrame {
    Q_OBJECT

public:
    enum class Rank { First, Usual };

    explicit NoticeStrip(QWidget* parent = nullptr);

    // What stands there while nobody has anything to say.
    void setQuiet(const QString& text);
    // Becomes a child of the strip; speaks while it is not hidden.
    void add(QWidget* notice, Rank rank = Rank::Usual);
    // What speaks now; null: nobody.
    [[nodiscard]] QWidget* speaking() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Guest {
        QWidget* widget;
        Rank rank;
    };

    void arrange();
    void setHeight();

    ElidedLabel* m_quiet;
    std::vector<Guest> m_guests; // who spoke last is the first
};

} // namespace signalbox::ui
