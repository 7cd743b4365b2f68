#include "ui/base/style_sheet.h"

#include <array>
#include <utility>

#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

// Arrows and ticks are left to Fusion: rules of ours would need images, and the plugin that reads them may be missing.
constexpr auto rules = R"(
QPushButton, QToolButton[kind="framed"] { background: @raised; color: @text; border: 1px solid @border;
    border-radius: 5px; padding: 5px 12px; }
QPushButton:hover, QToolButton[kind="framed"]:hover { border-color: @accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton:pressed, QToolButton[kind="framed"]:pressed { background: @selection; }
QPushButton:disabled, QToolButton[kind="framed"]:disabled { background: @window; color: @muted; border: 1px dashed @border; }
QPushButton[kind="primary"] { background: @accent; color: @accentText; border-color: @accent; }
QPushButton[kind="primary"]:hover { border-color: @text; }
QPushButton[kind="danger"] { background: @badFill; color: @badFillText; border-color: @badFill; font-weight: 600; }
QPushButton[kind="danger"]:hover { border-color: @text; }
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled { background: @window; color: @muted;
    border: 1px dashed @border; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; color: @accent; padding: 5px 8px; }
QPushButton[kind="flat"]:hover { border-color: @border; }
QPushButton[kind="flat"]:focus { border: 2px solid @accent; padding: 4px 7px; }
QPushButton[kind="flat"]:disabled { color: @muted; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px; }
QToolButton:hover { background: @raised; }
QToolButton:checked, QPushButton:checked { background: @selection; color: @text; border-color: @accent; }
QToolButton:focus { padding: 3px; }
QToolButton[kind="link"] { color: @accent; padding: 0 4px; }
QToolButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QToolButton[kind="link"]:focus { padding: 0 3px; }
QToolButton[kind="framed"]:focus { padding: 4px 11px; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }
QToolButton::menu-indicator { image: none; width: 0; }
QFrame[panel="true"] { background: @surface; border: 1px solid @border; border-radius: 6px; }
QFrame[panel="true"] > QLabel { border: none; }
QFrame[panel="true"][tone] { border-top-left-radius: 0; border-bottom-left-radius: 0; }
QFrame[panel="true"][tone="bad"] { border-left: 4px solid @bad; }
QFrame[panel="true"][tone="warning"] { border-left: 4px solid @warning; }
QFrame[panel="true"][tone="good"] { border-left: 4px solid @good; }
QFrame#releaseBar { background: @surface; border-bottom: 1px solid @border; }
QFrame#noticeStrip { background: @window; border-bottom: 1px solid @border; }
QFrame#statusLine { background: @raised; border-top: 1px solid @border; }
QTreeView#sidebar { border: none; border-top: 1px solid @border; border-bottom: 1px solid @border; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="bad"] { color: @bad; }
QLineEdit, QPlainTextEdit, QTextEdit { background: @surface; color: @text;
    border: 1px solid @border; border-radius: 4px; padding: 3px 6px; selection-background-color: @selection;
    selection-color: @text; placeholder-text-color: @muted; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; border-radius: 0; padding: 0px 2px; background: transparent; }
QLineEdit:disabled { background: @window; color: @muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: @accent; }
QPlainTextEdit, QTextEdit { padding: 0px; }
QHeaderView::section { background: @raised; color: @text; border: none; border-right: 1px solid @border;
    border-bottom: 1px solid @border; padding: 4px 8px; }
QTableView, QTreeView, QListView { background: @surface; border: 1px solid @border; gridline-color: @border;
    selection-background-color: @selection; selection-color: @text; alternate-background-color: @window; }
QTableView::item, QTreeView#versionTree::item { padding: 0px 5px; border: none; }
QTableView::item:selected, QTreeView#versionTree::item:selected { background: @selection; color: @text; }
QAbstractItemView:focus { border-color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar::tab { background: transparent; color: @muted; padding: 7px 14px; border: none; border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @text; background: @raised; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 20px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px; }
QScrollArea { border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_L1;

} // namespace

QString styleSheetOf(const Theme& theme) {
    // Longer names first: @accentText must not be read as @accent followed by "Text".
    const std::array<std::pair<QLatin1StringView, QColor>, 14> names{{
        {"@accentText"_L1, theme.accentText},
        {"@badFillText"_L1, theme.badFillText},
        {"@selection"_L1, theme.selection},
        {"@badFill"_L1, theme.badFill},
        {"@warning"_L1, theme.warning},
        {"@surface"_L1, theme.surface},
        {"@accent"_L1, theme.accent},
        {"@border"_L1, theme.border},
        {"@raised"_L1, theme.raised},
        {"@window"_L1, theme.window},
        {"@muted"_L1, theme.mutedText},
        {"@good"_L1, theme.good},
        {"@text"_L1, theme.text},
        {"@bad"_L1, theme.bad},
    }};
    QString sheet(rules);
    for (const auto& [name, color] : names)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace signalbox::ui
