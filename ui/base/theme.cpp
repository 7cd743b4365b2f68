#include "ui/base/theme.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>
#include <QSettings>
#include <QStyle>
#include <QStyleHints>
#include <QThreadPool>

#include "ui/base/application_style.h"
#include "ui/base/style_sheet.h"
#include "ui/base/wheel_guard.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto themeKey = "theme"_L1;

Theme g_theme = themeFor(Scheme::Light);

Theme lightTheme() {
    Theme t;
    t.scheme = Scheme::Light;
    t.window = QColor(0xf3, 0xf5, 0xf8);
    t.surface = QColor(0xff, 0xff, 0xff);
    t.raised = QColor(0xe8, 0xec, 0xf2);
    t.border = QColor(0xc2, 0xc9, 0xd5);
    t.text = QColor(0x1a, 0x1f, 0x28);
    t.mutedText = QColor(0x4f, 0x58, 0x68);
    t.accent = QColor(0x1b, 0x57, 0xb5);
    t.accentText = QColor(0xff, 0xff, 0xff);
    t.stable = QColor(0x1b, 0x57, 0xb5);
    t.canary = QColor(0x85, 0x4d, 0x00);
    t.shadow = QColor(0x6a, 0x3b, 0xab);
    t.good = QColor(0x17, 0x66, 0x36);
    t.warning = QColor(0x85, 0x4d, 0x00);
    t.bad = QColor(0xb0, 0x20, 0x1a);
    t.badFill = QColor(0xb0, 0x20, 0x1a);
    t.badFillText = QColor(0xff, 0xff, 0xff);
    t.addedLine = QColor(0xe6, 0xf6, 0xea);
    t.removedLine = QColor(0xfd, 0xec, 0xea);
    t.changedLine = QColor(0xff, 0xf5, 0xdb);
    t.addedWord = QColor(0xb5, 0xe5, 0xc2);
    t.removedWord = QColor(0xf8, 0xc4, 0xbf);
    t.selection = QColor(0xd5, 0xe3, 0xfa);
    return t;
}

Theme darkTheme() {
    Theme t;
    t.scheme = Scheme::Dark;
    t.window = QColor(0x15, 0x18, 0x1e);
    t.surface = QColor(0x1c, 0x20, 0x28);
    t.raised = QColor(0x29, 0x2f, 0x3a);
    t.border = QColor(0x48, 0x50, 0x60);
    t.text = QColor(0xe8, 0xeb, 0xf0);
    t.mutedText = QColor(0xad, 0xb6, 0xc4);
    t.accent = QColor(0x78, 0xae, 0xff);
    t.accentText = QColor(0x0b, 0x12, 0x20);
    t.stable = QColor(0x78, 0xae, 0xff);
    t.canary = QColor(0xf2, 0xb8, 0x4b);
    t.shadow = QColor(0xc6, 0xa5, 0xf7);
    t.good = QColor(0x73, 0xd1, 0x92);
    t.warning = QColor(0xf2, 0xb8, 0x4b);
    t.bad = QColor(0xff, 0x97, 0x8f);
    t.badFill = QColor(0xc4, 0x35, 0x2d);
    t.badFillText = QColor(0xff, 0xff, 0xff);
    t.addedLine = QColor(0x15, 0x2f, 0x20);
    t.removedLine = QColor(0x3a, 0x1c, 0x1d);
    t.changedLine = QColor(0x36, 0x2d, 0x14);
    t.addedWord = QColor(0x1c, 0x4c, 0x2f);
    t.removedWord = QColor(0x70, 0x2a, 0x2a);
    t.selection = QColor(0x26, 0x3f, 0x68);
    return t;
}

QPalette paletteOf(const Theme& t) {
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.window);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.badFillText);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.mutedText);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Accent, t.accent);
    p.setColor(QPalette::Light, t.raised);
    p.setColor(QPalette::Midlight, t.raised);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.border);
    p.setColor(QPalette::Shadow, t.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, t.mutedText);
    return p;
}

} // namespace

const QColor& Theme::of(traffic::Role role) const {
    switch (role) {
    case traffic::Role::Canary:
        return canary;
    case traffic::Role::Shadow:
        return shadow;
    case traffic::Role::Stable:
        break;
    }
    return stable;
}

Theme themeFor(Scheme scheme) {
    return scheme == Scheme::Dark ? darkTheme() : lightTheme();
}

QColor readable(const QColor& color, const Theme& theme) {
    const auto luminance = [](const QColor& of) {
        const auto part = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(of.redF()) + 0.7152 * part(of.greenF()) + 0.0722 * part(of.blueF());
    };
    const auto canBeRead = [&](const QColor& text) {
        const double mine = luminance(text) + 0.05;
        for (const QColor& ground : {theme.surface, theme.addedLine, theme.removedLine, theme.changedLine}) {
            const double other = luminance(ground) + 0.05;
            if (std::max(mine, other) / std::min(mine, other) < 4.5)
                return false;
        }
        return true;
    };
    constexpr int steps = 20; // the last one is the text's own colour
    for (int step = 0; step <= steps; ++step) {
        const float part = static_cast<float>(step) / steps;
        const auto mixed = [&](float own, float plain) { return own + (plain - own) * part; };
        const QColor tried =
            QColor::fromRgbF(mixed(color.redF(), theme.text.redF()), mixed(color.greenF(), theme.text.greenF()),
                             mixed(color.blueF(), theme.text.blueF()));
        if (canBeRead(tried))
            return tried;
    }
    return theme.text;
}

const Theme& theme() {
    return g_theme;
}

void applyTheme(Scheme scheme) {
    g_theme = themeFor(scheme);
    if (static bool isSet = false; !std::exchange(isSet, true))
        QApplication::setStyle(new ApplicationStyle);
    QApplication::setPalette(paletteOf(g_theme));
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance()))
        application->setStyleSheet(styleSheetOf(g_theme));
    WheelGuard::install();
    Q_EMIT themeNotifier()->changed();
}

void followDesktopTheme() {
    useTheme(ThemeChoice::Desktop);
}

void useTheme(ThemeChoice choice) {
    static ThemeChoice inForce = ThemeChoice::Light;
    static bool isConnected = false;
    inForce = choice;
    const auto follow = [] {
        const bool dark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
        applyTheme(dark ? Scheme::Dark : Scheme::Light);
    };
    if (!std::exchange(isConnected, true))
        QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, themeNotifier(), [follow] {
            if (inForce == ThemeChoice::Desktop)
                follow();
        });
    if (choice == ThemeChoice::Desktop)
        follow();
    else
        applyTheme(choice == ThemeChoice::Dark ? Scheme::Dark : Scheme::Light);
}

ThemeChoice rememberedTheme() {
    const QString word = QSettings().value(themeKey).toString();
    return word == "dark"_L1 ? ThemeChoice::Dark : word == "light"_L1 ? ThemeChoice::Light : ThemeChoice::Desktop;
}

void chooseTheme(ThemeChoice choice) {
    useTheme(choice);
    const QString word = choice == ThemeChoice::Dark    ? u"dark"_s
                         : choice == ThemeChoice::Light ? u"light"_s
                                                        : u"desktop"_s;
    QThreadPool::globalInstance()->start([word] { QSettings().setValue(themeKey, word); });
}

ThemeNotifier* themeNotifier() {
    static ThemeNotifier notifier;
    return &notifier;
}

QFont monospaceFont() {
    return QFontDatabase::systemFont(QFontDatabase::FixedFont);
}

QFont scaledFont(const QFont& font, qreal factor, QFont::Weight weight) {
    QFont scaled = font;
    if (font.pointSizeF() > 0)
        scaled.setPointSizeF(font.pointSizeF() * factor);
    else
        scaled.setPixelSize(qRound(font.pixelSize() * factor));
    scaled.setWeight(weight);
    return scaled;
}

} // namespace signalbox::ui
