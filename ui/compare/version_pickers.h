// Two lists of versions, older on the left and newer on the right, and a button that swaps them. UI thread.
#pragma once

#include <QWidget>

class QComboBox;

namespace signalbox::ui::compare {

class VersionPickers : public QWidget {
    Q_OBJECT

public:
    explicit VersionPickers(QWidget* parent = nullptr);

    void setNames(const QStringList& names); // keeps the choice where it still exists
    void setChosen(const QString& left, const QString& right);
    [[nodiscard]] QString left() const;
    [[nodiscard]] QString right() const;
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void chosen(const QString& left, const QString& right); // by a person

private:
    QComboBox* m_left;
    QComboBox* m_right;
};

} // namespace signalbox::ui::compare
