// Contrast of every text on every background, the role marks and the icons.

#include <cmath>

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QImage>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

#include "ui/base/icons.h"
#include "ui/base/style_sheet.h"
#include "ui/base/theme.h"

using namespace signalbox;
using namespace signalbox::ui;

namespace {

double luminance(const QColor& color) {
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

struct Named {
    const char* name;
    QColor color;
};

} // namespace

class TestBaseTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // A wheel that is to scroll a form must not change what lies under the pointer.
    void theWheelScrollsAndChangesNothing() {
        ui::applyTheme(ui::Scheme::Light);
        QScrollArea area;
        auto* form = new QWidget;
        auto* column = new QVBoxLayout(form);
        auto* number = new QDoubleSpinBox;
        auto* choice = new QComboBox;
        number->setValue(50);
        choice->addItems({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        auto* other = new QPushButton;
        for (QWidget* widget : std::initializer_list<QWidget*>{other, number, choice})
            column->addWidget(widget);
        form->setFixedHeight(2000);
        area.setWidget(form);
        area.resize(300, 200);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        other->setFocus();
        const auto turn = [&](QWidget* under) { // as the window system tells it
            QTest::wheelEvent(area.windowHandle(), under->mapTo(&area, under->rect().center()), {0, -120});
        };
        for (QWidget* field : std::initializer_list<QWidget*>{number, choice}) {
            area.ensureWidgetVisible(field);
            const int before = area.verticalScrollBar()->value();
            turn(field);
            QVERIFY(!field->hasFocus());
            QVERIFY(area.verticalScrollBar()->value() > before);
        }
        QCOMPARE(number->value(), 50.0);
        QCOMPARE(choice->currentIndex(), 0);
        number->setFocus(); // a person works on it
        area.ensureWidgetVisible(number);
        turn(number);
        QCOMPARE(number->value(), 49.0);
    }

    void fieldsHaveAFrame_data() { textIsReadable_data(); }

    void fieldsHaveAFrame() {
        QFETCH(int, scheme);
        applyTheme(static_cast<Scheme>(scheme));
        QDoubleSpinBox number;
        QComboBox choice;
        choice.addItem(QStringLiteral("pause"));
        for (QWidget* field : std::initializer_list<QWidget*>{&number, &choice}) {
            field->resize(120, 28);
            const QImage picture = field->grab().toImage();
            for (const QPoint at : {QPoint(60, 0), QPoint(0, 14), QPoint(60, picture.height() - 1)}) {
                const double found = contrast(picture.pixelColor(at), theme().window);
                QVERIFY2(found >= 1.5, qPrintable(QString::number(found)));
            }
        }
        applyTheme(Scheme::Light);
    }

    void coloursOfOthersAreReadable() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const Theme t = themeFor(scheme);
            for (const QColor& color : {QColor(0x29, 0x80, 0xb9), QColor(0x00, 0x57, 0xae), QColor(0xf4, 0x4f, 0x4f),
                                        QColor(0xb0, 0x80, 0x00), QColor(Qt::black), QColor(Qt::white)})
                for (const QColor& ground : {t.surface, t.addedLine, t.removedLine, t.changedLine})
                    QVERIFY(contrast(readable(color, t), ground) >= 4.45); // rounded to 8 bits
            QCOMPARE(readable(t.text, t), t.text);                         // what can be read stays as it is
        }
    }

    void contrastFunctionIsRight() {
        QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 0.01);
        QVERIFY(std::abs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void textIsReadable_data() {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << static_cast<int>(Scheme::Light);
        QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
    }

    void textIsReadable() {
        QFETCH(int, scheme);
        const Theme t = themeFor(static_cast<Scheme>(scheme));
        const std::vector<Named> texts{{"text", t.text},     {"muted", t.mutedText}, {"accent", t.accent},
                                       {"stable", t.stable}, {"canary", t.canary},   {"shadow", t.shadow},
                                       {"good", t.good},     {"warning", t.warning}, {"bad", t.bad}};
        const std::vector<Named> grounds{
            {"window", t.window}, {"surface", t.surface}, {"raised", t.raised}, {"selection", t.selection}};
        double lowest = 21;
        const auto check = [&](const Named& text, const Named& ground) {
            const double found = contrast(text.color, ground.color);
            lowest = std::min(lowest, found);
            QVERIFY2(found >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3")
                                                  .arg(QLatin1StringView(text.name), QLatin1StringView(ground.name))
                                                  .arg(found, 0, 'f', 2)));
        };
        for (const Named& text : texts)
            for (const Named& ground : grounds)
                check(text, ground);
        const std::vector<Named> diffGrounds{{"added", t.addedLine},
                                             {"removed", t.removedLine},
                                             {"changed", t.changedLine},
                                             {"added word", t.addedWord},
                                             {"removed word", t.removedWord}};
        for (const Named& ground : diffGrounds) {
            check({"text", t.text}, ground);
            check({"muted", t.mutedText}, ground);
        }
        check({"on accent", t.accentText}, {"accent", t.accent});
        check({"on bad", t.badFillText}, {"bad fill", t.badFill});
        qInfo("lowest contrast %.2f", lowest);
    }

    void rolesDifferWithoutColour() {
        std::vector<QImage> marks;
        for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
            QImage image(24, 24, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintRoleMark(painter, QRectF(0, 0, 24, 24), role);
            painter.end();
            marks.push_back(image.convertToFormat(QImage::Format_Alpha8));
        }
        QVERIFY(marks[0] != marks[1]);
        QVERIFY(marks[1] != marks[2]);
        QVERIFY(marks[0] != marks[2]);
        QVERIFY(penStyleOf(traffic::Role::Stable) != penStyleOf(traffic::Role::Canary));
        QVERIFY(penStyleOf(traffic::Role::Canary) != penStyleOf(traffic::Role::Shadow));
    }

    void everyIconDraws() {
        const auto files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() >= 30);
        for (const QString& file : files) {
            const QString name = QString(file).remove(QStringLiteral(".svg"));
            QVERIFY(!icon(name).isNull());
            const QImage image = iconPixmap(name, QSize(32, 32), Qt::red).toImage();
            int inked = 0;
            for (int y = 0; y < 32; ++y)
                for (int x = 0; x < 32; ++x)
                    if (image.pixelColor(x, y).alpha() > 128) {
                        ++inked;
                        QVERIFY2(image.pixelColor(x, y).green() == 0, qPrintable(name));
                    }
            QVERIFY2(inked > 8, qPrintable(name));
        }
        QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
    }

    void styleSheetNamesNoUnknownColour() {
        for (const auto scheme : {Scheme::Light, Scheme::Dark})
            QVERIFY(!styleSheetOf(themeFor(scheme)).contains(u'@'));
    }

    void themeChangeIsTold() {
        int told = 0;
        connect(themeNotifier(), &ThemeNotifier::changed, this, [&] { ++told; });
        applyTheme(Scheme::Dark);
        QCOMPARE(theme().scheme, Scheme::Dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), theme().window);
        applyTheme(Scheme::Light);
        QCOMPARE(told, 2);
    }
};

QTEST_MAIN(TestBaseTheme)
#include "tst_base_theme.moc"
