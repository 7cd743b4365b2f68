// What an answer says, whatever its form: chat completions, completions and responses, plain and streamed, put together
// from their pieces. Pure; any thread. Input is untrusted.
#pragma once

#include <string_view>
#include <vector>

#include <QJsonObject>
#include <QString>

namespace signalbox::answers {

struct SaidCall {
    QString id;
    QString name;
    QString arguments;      // as the model wrote them: JSON if it did well
    bool isFunction = true; // not one of the tools that the provider itself carries out
};

struct Said {
    QString text;
    std::vector<SaidCall> calls; // at most 512
    int choices = 0;
    bool known = false;    // its form is one of those that are known
    bool ended = false;    // it says that it is complete; a stream can end without
    bool isBroken = false; // part of it is no JSON
};

[[nodiscard]] Said saidIn(const QJsonObject& body);
[[nodiscard]] Said saidInStream(std::string_view body);
// Of one message of a conversation: its text and its calls.
[[nodiscard]] Said saidInMessage(const QJsonObject& message);
// Text, or a list of parts with text.
[[nodiscard]] QString textOfContent(const QJsonValue& content);

} // namespace signalbox::answers
