// A role's painted mark with a number beside it; the accessible name says the role in words. UI thread.
#pragma once

#include <QWidget>

#include "core/traffic/route_table.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::live {

class RoleMark : public QWidget {
    Q_OBJECT

public:
    explicit RoleMark(traffic::Role role, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    traffic::Role m_role;
};

class RoleNumber : public QWidget {
    Q_OBJECT

public:
    explicit RoleNumber(traffic::Role role, QWidget* parent = nullptr);

    [[nodiscard]] traffic::Role role() const { return m_role; }

    void setNumber(const QString& number, const QString& of);

private:
    traffic::Role m_role;
    PlainLabel* m_number;
    PlainLabel* m_of;
};

} // namespace signalbox::ui::live
