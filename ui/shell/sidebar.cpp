#include "ui/shell/sidebar.h"

#include <QPainter>

#include "ui/base/elided_label.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;
using Kind = SidebarModel::Kind;

namespace {

void paintLink(QPainter& painter, const QRect& square, client::LinkState link) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle = QRectF(square).adjusted(2, 2, -2, -2);
    if (link == client::LinkState::Connected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().good);
        painter.drawEllipse(circle);
    } else { // a ring, so that it differs without colour; crossed out when the link is down
        const bool stale = link == client::LinkState::Stale;
        painter.setPen(QPen(stale ? theme().bad : theme().mutedText, 2));
        painter.drawEllipse(circle);
        if (stale)
            painter.drawLine(circle.bottomLeft(), circle.topRight());
    }
    painter.restore();
}

void paintBackend(QPainter& painter, const QStyleOptionViewItem& option, QRect row, const QModelIndex& at) {
    const int side = option.fontMetrics.ascent();
    const QRect square(row.left(), row.center().y() - side / 2, side, side);
    paintLink(painter, square, static_cast<client::LinkState>(at.data(SidebarModel::LinkRole).toInt()));
    row.setLeft(square.right() + space::s);
    painter.setFont(scaledFont(option.font, 1.0, QFont::DemiBold));
    painter.setPen(theme().text);
    painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(at.data().toString(), Qt::ElideRight, row.width()));
}

// Marks from right to left; returns what is left of the row for text.
QRect paintMarks(QPainter& painter, const QStyleOptionViewItem& option, QRect row, const QModelIndex& at) {
    const int side = option.fontMetrics.ascent();
    const auto next = [&] {
        const QRect square(row.right() - side + 1, row.center().y() - side / 2, side, side);
        row.setRight(square.left() - space::xs);
        return square;
    };
    if (at.data(SidebarModel::ShadowRole).toBool())
        paintRoleMark(painter, next(), traffic::Role::Shadow);
    if (at.data(SidebarModel::CanaryRole).toBool())
        paintRoleMark(painter, next(), traffic::Role::Canary);
    if (const int attention = at.data(SidebarModel::AttentionRole).toInt(); attention != 0)
        icon(attention == 2   ? u"error"_s
             : attention == 3 ? u"freeze"_s
             : attention == 4 ? u"warning"_s
                              : u"pause"_s,
             attention == 1 ? IconColor::Warning : IconColor::Bad)
            .paint(&painter, next());
    return row;
}

// Whether what the row says was confirmed by a backend that still answers.
bool isFresh(QModelIndex at) {
    while (at.parent().isValid())
        at = at.parent();
    return at.data(SidebarModel::LinkRole).toInt() == int(client::LinkState::Connected);
}

void paintAgent(QPainter& painter, const QStyleOptionViewItem& option, QRect row, const QModelIndex& at) {
    painter.setOpacity(isFresh(at) ? 1 : 0.55);
    row = paintMarks(painter, option, row, at);
    const QFont font =
        scaledFont(option.font, 1.0, option.state & QStyle::State_Selected ? QFont::DemiBold : QFont::Normal);
    const QString version = at.data(SidebarModel::VersionRole).toString();
    const int versionWidth = std::min(textWidth(option.fontMetrics, version), row.width() / 2);
    painter.setFont(option.font);
    painter.setPen(theme().mutedText);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                     option.fontMetrics.elidedText(version, Qt::ElideRight, versionWidth));
    row.setRight(row.right() - versionWidth - space::s);
    painter.setFont(font);
    painter.setPen(theme().text);
    painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(at.data().toString(), Qt::ElideRight, row.width()));
}

} // namespace

void SidebarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const {
    painter->save();
    const Kind kind = static_cast<Kind>(at.data(SidebarModel::KindRole).toInt());
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme().selection);
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), theme().accent);
    } else if (option.state & QStyle::State_MouseOver && kind == Kind::Agent) {
        painter->fillRect(option.rect, theme().raised);
    }
    if (option.state & QStyle::State_Selected && option.widget != nullptr && option.widget->hasFocus()) {
        painter->setPen(QPen(theme().accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
    const bool inTeam = kind == Kind::Agent && at.parent().data(SidebarModel::KindRole).toInt() == int(Kind::Team);
    const int indent = kind == Kind::Backend           ? space::m
                       : kind == Kind::Team || !inTeam ? space::xl
                                                       : space::xl + space::m;
    const QRect row = option.rect.adjusted(indent, 0, -space::m, 0);
    if (kind == Kind::Backend) {
        paintBackend(*painter, option, row, at);
    } else if (kind == Kind::Agent) {
        paintAgent(*painter, option, row, at);
    } else {
        painter->setFont(scaledFont(option.font, 0.92));
        painter->setPen(theme().mutedText);
        painter->drawText(row, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(at.data().toString(), Qt::ElideRight, row.width()));
    }
    painter->restore();
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& at) const {
    const bool backend = at.data(SidebarModel::KindRole).toInt() == int(Kind::Backend);
    return {120, option.fontMetrics.height() + (backend ? space::l : space::m)};
}

Sidebar::Sidebar(QWidget* parent) : QTreeView(parent), m_model(new SidebarModel(this)) {
    setModel(m_model);
    setItemDelegate(new SidebarDelegate(this));
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setUniformRowHeights(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setObjectName(u"sidebar"_s);
    setAccessibleName(tr("Agents"));
    connect(themeNotifier(), &ThemeNotifier::changed, viewport(), qOverload<>(&QWidget::update));
}

void Sidebar::setBackends(const std::vector<SidebarBackend>& backends) {
    const auto backend = m_backend;
    const auto agent = m_agent;
    m_model->setBackends(backends);
    expandAll();
    if (!currentIndex().isValid() && backend >= 0)
        choose(backend, agent);
}

void Sidebar::choose(int backend, const std::string& agent) {
    const QModelIndex at = m_model->indexOf(backend, agent);
    if (at.isValid())
        setCurrentIndex(at);
}

void Sidebar::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    const QString agent = current.data(SidebarModel::AgentRole).toString();
    if (agent.isEmpty())
        return;
    const int backend = current.data(SidebarModel::BackendRole).toInt();
    if (backend == m_backend && agent.toStdString() == m_agent)
        return;
    m_backend = backend;
    m_agent = agent.toStdString();
    Q_EMIT agentChosen(m_backend, m_agent);
}

void Sidebar::drawBranches(QPainter* /*painter*/, const QRect& /*rect*/, const QModelIndex& /*at*/) const {}

} // namespace signalbox::ui::shell
