#include "app/console/options.h"

#include <memory>

#include <QCommandLineParser>

namespace signalbox::console {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QCommandLineParser> makeParser() {
    auto parser = std::make_unique<QCommandLineParser>();
    parser->setApplicationDescription(u"The console from which people work the traffic of AI agents."_s);
    parser->addOptions({
        {u"workspace"_s, u"Open the workspace in this folder with a backend of its own."_s, u"DIR"_s},
        {u"connect"_s, u"Connect to the backend at this address."_s, u"URL"_s},
        {u"token-file"_s, u"Read the token for --connect from this file."_s, u"FILE"_s},
        {u"sample"_s, u"Open the sample workspace with simulated traffic."_s},
        {u"tour"_s, u"Go through the main pages, save a picture of each in this folder and end."_s, u"DIR"_s},
        {u"size"_s, u"The window's size in a tour, such as 1100x700."_s, u"WxH"_s},
        {u"theme"_s, u"light or dark; otherwise as the desktop has it."_s, u"SCHEME"_s},
    });
    parser->addHelpOption();
    parser->addVersionOption();
    return parser;
}

} // namespace

QString helpText() {
    return makeParser()->helpText();
}

Result<Options> readOptions(const QStringList& arguments) {
    const auto parser = makeParser();
    const auto refuse = [](const QString& message) {
        return failure(Errc::Invalid, "bad_options", message.toStdString(), "See signalbox --help.");
    };
    if (!parser->parse(arguments))
        return refuse(parser->errorText());
    Options options;
    options.workspace = parser->value(u"workspace"_s);
    options.tokenFile = parser->value(u"token-file"_s);
    options.sample = parser->isSet(u"sample"_s);
    options.tour = parser->value(u"tour"_s);
    if (parser->isSet(u"connect"_s)) {
        options.url = QUrl(parser->value(u"connect"_s));
        if (!options.url.isValid() || (options.url.scheme() != "http"_L1 && options.url.scheme() != "https"_L1))
            return refuse(u"--connect needs an address such as https://host:port."_s);
    }
    const int sources = int{!options.workspace.isEmpty()} + int{!options.url.isEmpty()} + int{options.sample};
    if (sources > 1)
        return refuse(u"Give only one of --workspace, --connect and --sample."_s);
    if (parser->isSet(u"size"_s)) {
        const QString size = parser->value(u"size"_s);
        options.size = {size.section(u'x', 0, 0).toInt(), size.section(u'x', 1).toInt()};
        if (options.size.width() < 400 || options.size.height() < 300 || options.size.width() > 8000 ||
            options.size.height() > 8000)
            return refuse(u"--size is a width and a height in pixels, such as 1100x700."_s);
    }
    if (parser->isSet(u"theme"_s)) {
        const QString scheme = parser->value(u"theme"_s);
        if (scheme != "light"_L1 && scheme != "dark"_L1)
            return refuse(u"--theme is light or dark."_s);
        options.scheme = scheme == "dark"_L1 ? ui::Scheme::Dark : ui::Scheme::Light;
    }
    return options;
}

} // namespace signalbox::console
