// signalbox-rehearsal: a scripted model server ("serve") and a source of callers ("traffic") for the sample workspace,
// drills, tests and benchmarks. The first line on standard output is one JSON object; exit codes: 0 done, 1 could not
// start, 2 wrong arguments.
#include <csignal>
#include <cstdio>
#include <ctime>
#include <optional>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/rehearsal/model_server.h"
#include "app/rehearsal/traffic_source.h"
#include "core/http/url.h"

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::rehearsal;

namespace {

void print(const QJsonObject& object, QJsonDocument::JsonFormat format = QJsonDocument::Compact) {
    const QByteArray text = QJsonDocument(object).toJson(format);
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    if (!text.endsWith('\n'))
        std::fputc('\n', stdout);
    std::fflush(stdout);
}

int complain(const QString& what) {
    std::fprintf(stderr, "signalbox-rehearsal: %s\n", qUtf8Printable(what));
    return 2;
}

sigset_t endingSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

// Waits for SIGINT or SIGTERM, or for the time to pass; 0 seconds: for ever.
void waitForEnd(double seconds) {
    const sigset_t signals = endingSignals();
    if (seconds <= 0) {
        int signal = 0;
        sigwait(&signals, &signal);
        return;
    }
    timespec time{};
    time.tv_sec = static_cast<time_t>(seconds);
    time.tv_nsec = static_cast<long>((seconds - static_cast<double>(time.tv_sec)) * 1e9);
    sigtimedwait(&signals, nullptr, &time);
}

// "VERSION=share" or "VERSION=share:ms"
struct Fault {
    std::string version;
    double share = 0;
    int milliseconds = 0;
};

std::optional<Fault> faultFrom(const QString& text) {
    const qsizetype equals = text.lastIndexOf(u'=');
    if (equals <= 0)
        return std::nullopt;
    const QStringList parts = text.sliced(equals + 1).split(u':');
    bool good = false;
    Fault fault{text.first(equals).toStdString(), parts[0].toDouble(&good)};
    if (parts.size() > 1)
        fault.milliseconds = parts[1].toInt();
    if (!good || fault.share < 0 || fault.share > 1)
        return std::nullopt;
    return fault;
}

std::optional<std::map<std::string, Faults>> faultsFrom(const QCommandLineParser& parser) {
    std::map<std::string, Faults> faults;
    for (const QString& name : {u"fail"_s, u"slow"_s, u"hang"_s}) {
        for (const QString& value : parser.values(name)) {
            const auto fault = faultFrom(value);
            if (!fault)
                return std::nullopt;
            Faults& entry = faults[fault->version];
            (name == u"fail" ? entry.fail : (name == u"slow" ? entry.slow : entry.hang)) = fault->share;
            if (name == u"slow")
                entry.slowness = std::chrono::milliseconds(fault->milliseconds > 0 ? fault->milliseconds : 1'500);
        }
    }
    return faults;
}

int serve(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A scripted OpenAI-compatible model server. Never a real model."_s);
    parser.addHelpOption();
    parser.addOptions({{u"port"_s, u"Port on 127.0.0.1; 0: any."_s, u"N"_s, u"0"_s},
                       {u"seed"_s, u"Same seed, same answers and faults."_s, u"S"_s, u"1"_s},
                       {u"latency-ms"_s, u"Typical time to an answer."_s, u"MS"_s, u"5"_s},
                       {u"fail"_s, u"Share of a version's requests that fail (may be repeated)."_s, u"VERSION=SHARE"_s},
                       {u"slow"_s, u"Share that is slow, and by how much."_s, u"VERSION=SHARE:MS"_s},
                       {u"hang"_s, u"Share that never answers."_s, u"VERSION=SHARE"_s}});
    parser.process(arguments);
    auto faults = faultsFrom(parser);
    if (!faults)
        return complain(u"a fault is written VERSION=SHARE with a share between 0 and 1."_s);
    ModelServer server({.port = parser.value(u"port"_s).toUShort(),
                        .seed = parser.value(u"seed"_s).toULongLong(),
                        .latency = std::chrono::milliseconds(parser.value(u"latency-ms"_s).toInt()),
                        .faults = std::move(*faults)});
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "signalbox-rehearsal: %s %s\n", started.error().message.c_str(),
                     started.error().hint.c_str());
        return 1;
    }
    const QString url = QString::fromStdString(server.url());
    print({{u"listening"_s, url}, {u"url"_s, url}, {u"simulated"_s, true}});
    waitForEnd(0);
    server.stop();
    return 0;
}

std::map<std::string, double> ratesFrom(const QCommandLineParser& parser) {
    std::map<std::string, double> rates;
    QStringList unrated = parser.value(u"agents"_s).split(u',', Qt::SkipEmptyParts);
    for (const QString& value : parser.values(u"agent"_s)) {
        const qsizetype equals = value.lastIndexOf(u'=');
        if (equals > 0)
            rates[value.first(equals).toStdString()] = value.sliced(equals + 1).toDouble();
        else
            unrated << value;
    }
    if (rates.empty() && unrated.isEmpty())
        unrated = {u"refunds"_s, u"summariser"_s};
    for (const QString& agent : unrated)
        rates[agent.toStdString()] = parser.value(u"rate"_s).toDouble() / static_cast<double>(unrated.size());
    return rates;
}

int traffic(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Simulated callers: open-loop requests to a gateway."_s);
    parser.addHelpOption();
    parser.addOptions(
        {{u"gateway"_s, u"Where the gateway listens, such as http://127.0.0.1:8080."_s, u"URL"_s},
         {u"agent"_s, u"An agent and its requests per second (may be repeated)."_s, u"NAME=RATE"_s},
         {u"agents"_s, u"Agents that share --rate evenly."_s, u"A,B"_s},
         {u"rate"_s, u"Requests per second over all of --agents."_s, u"R"_s, u"20"_s},
         {u"customers"_s, u"How many different people ask; each is a conversation."_s, u"N"_s, u"20000"_s},
         {u"seed"_s, u"Same seed, same requests."_s, u"S"_s, u"1"_s},
         {u"seconds"_s, u"How long; 0: until told to end."_s, u"S"_s, u"0"_s},
         {u"json"_s, u"The summary on one line."_s}});
    parser.process(arguments);
    TrafficSettings settings{.gateway = parser.value(u"gateway"_s).toStdString(),
                             .rates = ratesFrom(parser),
                             .seed = parser.value(u"seed"_s).toULongLong(),
                             .customers = std::max(1, parser.value(u"customers"_s).toInt())};
    if (settings.gateway.empty())
        return complain(u"say where the gateway is: --gateway http://127.0.0.1:8080"_s);
    // Else every request would fail by itself, and look like a gateway that is down.
    if (const auto url = http::Url::parse(settings.gateway); !url)
        return complain(QString::fromStdString(settings.gateway + ": " + url.error().message + ' ' + url.error().hint));
    QJsonObject rates;
    for (const auto& [agent, rate] : settings.rates)
        rates[QString::fromStdString(agent)] = rate;
    TrafficSource source(settings);
    source.start();
    print({{u"sending"_s, QString::fromStdString(settings.gateway)}, {u"rates"_s, rates}, {u"simulated"_s, true}});
    waitForEnd(parser.value(u"seconds"_s).toDouble());
    source.stop();
    print(source.summary(), parser.isSet(u"json"_s) ? QJsonDocument::Compact : QJsonDocument::Indented);
    return 0;
}

} // namespace

int main(int argc, char* argv[]) {
    const QCoreApplication application(argc, argv);
    // Blocked before any thread starts, so that only waitForEnd() sees them.
    const sigset_t signals = endingSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    QStringList arguments = QCoreApplication::arguments();
    const QString verb = arguments.value(1);
    if (arguments.size() > 1)
        arguments.removeAt(1);
    if (verb == u"serve")
        return serve(arguments);
    if (verb == u"traffic")
        return traffic(arguments);
    std::fprintf(
        verb == u"--help" ? stdout : stderr,
        "Usage: signalbox-rehearsal serve [OPTIONS]\n       signalbox-rehearsal traffic --gateway URL [OPTIONS]\n"
        "Each takes --help.\n");
    return verb == u"--help" ? 0 : 2;
}
