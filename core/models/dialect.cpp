#include "core/models/dialect.h"

#include <utility>

namespace signalbox::models {

Dialect dialectOf(std::string_view path) {
    path = path.substr(0, path.find('?'));
    if (path.ends_with("/chat/completions"))
        return Dialect::Chat;
    if (path.ends_with("/completions"))
        return Dialect::Completions;
    if (path.ends_with("/responses"))
        return Dialect::Responses;
    return path.ends_with("/embeddings") ? Dialect::Embeddings : Dialect::Any;
}

std::string_view toString(Dialect dialect) {
    switch (dialect) {
    case Dialect::Chat:
        return "chat";
    case Dialect::Completions:
        return "completions";
    case Dialect::Responses:
        return "responses";
    case Dialect::Embeddings:
        return "embeddings";
    case Dialect::Any:
        return "any";
    }
    std::unreachable();
}

} // namespace signalbox::models
