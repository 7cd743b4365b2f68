#include "ui/shell/sidebar_model.h"

#include <algorithm>

#include "ui/base/plain_text.h"

namespace signalbox::ui::shell {

struct SidebarModel::Node {
    Kind kind = Kind::Backend;
    int backend = 0;
    std::string id; // of the team or agent
    QString text;
    QString version;
    bool canary = false;
    bool shadow = false;
    int attention = 0;
    QString frozen;   // why
    QString unserved; // why it answers nobody
    client::LinkState link = client::LinkState::Connecting;
    bool simulated = false;
    const Node* parent = nullptr;
    int row = 0;
    Nodes children;

    [[nodiscard]] bool isSame(const Node& other) const { return kind == other.kind && id == other.id; }

    void takeValues(const Node& other) {
        text = other.text;
        version = other.version;
        canary = other.canary;
        shadow = other.shadow;
        attention = other.attention;
        frozen = other.frozen;
        unserved = other.unserved;
        link = other.link;
        simulated = other.simulated;
    }

    [[nodiscard]] bool hasValuesOf(const Node& other) const {
        return text == other.text && version == other.version && canary == other.canary && shadow == other.shadow &&
               attention == other.attention && frozen == other.frozen && unserved == other.unserved &&
               link == other.link && simulated == other.simulated;
    }

    Node& add(std::unique_ptr<Node> child) {
        child->parent = this;
        child->backend = backend;
        child->row = static_cast<int>(children.size());
        return *children.emplace_back(std::move(child));
    }
};

SidebarModel::SidebarModel(QObject* parent) : QAbstractItemModel(parent) {}

SidebarModel::~SidebarModel() = default;

namespace {

QString linkText(client::LinkState link) {
    switch (link) {
    case client::LinkState::Connected:
        return SidebarModel::tr("connected");
    case client::LinkState::Stale:
        return SidebarModel::tr("link is down");
    case client::LinkState::Connecting:
        break;
    }
    return SidebarModel::tr("connecting");
}

QString unservedText(protocol::UnservedReason reason) {
    switch (reason) {
    case protocol::UnservedReason::NotCommitted:
        return SidebarModel::tr("not committed");
    case protocol::UnservedReason::NotPublished:
        return SidebarModel::tr("not published");
    case protocol::UnservedReason::Undecided:
        return SidebarModel::tr("not adopted");
    case protocol::UnservedReason::Mistakes:
        return SidebarModel::tr("has mistakes");
    case protocol::UnservedReason::Unreadable:
        break;
    }
    return SidebarModel::tr("unreadable");
}

} // namespace

SidebarModel::Nodes SidebarModel::build(const std::vector<SidebarBackend>& backends) {
    const auto agentNode = [](const protocol::AgentStatus& status, const std::set<std::string>& alarmed) {
        auto node = std::make_unique<Node>();
        node->kind = Kind::Agent;
        node->id = status.agent;
        node->text = plainLine(status.agent, 80);
        node->version = plainLine(status.observed.stable.name(), 60);
        node->canary = status.observed.canary.has_value();
        node->shadow = status.observed.shadow.has_value();
        node->attention = !status.observedMatches                                ? 2
                          : status.state.freeze                                  ? 3
                          : alarmed.contains(status.agent)                       ? 4
                          : status.state.release && status.state.release->paused ? 1
                                                                                 : 0;
        if (status.state.freeze)
            node->frozen = plainLine(status.state.freeze->reason, 200);
        return node;
    };
    Nodes nodes;
    for (const SidebarBackend& backend : backends) {
        auto& root = *nodes.emplace_back(std::make_unique<Node>());
        root.row = root.backend = static_cast<int>(nodes.size()) - 1;
        root.text = backend.name;
        root.link = backend.link;
        root.simulated = backend.simulated;
        std::set<std::string> placed;
        for (const protocol::TeamInfo& team : backend.teams) {
            auto made = std::make_unique<Node>();
            made->kind = Kind::Team;
            made->id = team.name;
            made->text = plainLine(team.title.empty() ? team.name : team.title, 80);
            Node& added = root.add(std::move(made));
            for (const std::string& name : team.agents) {
                const auto found = std::ranges::find(backend.agents, name, &protocol::AgentStatus::agent);
                if (found != backend.agents.end() && placed.insert(name).second)
                    added.add(agentNode(*found, backend.alarmed));
            }
        }
        for (const protocol::AgentStatus& status : backend.agents)
            if (placed.insert(status.agent).second)
                root.add(agentNode(status, backend.alarmed));
        for (const protocol::UnservedAgent& agent : backend.unserved) {
            auto node = std::make_unique<Node>();
            node->kind = Kind::Agent;
            node->id = agent.agent;
            node->text = plainLine(agent.agent, 80);
            node->version = unservedText(agent.reason);
            node->unserved = plainLine(agent.message, 200);
            root.add(std::move(node));
        }
    }
    return nodes;
}

bool SidebarModel::sameShape(const Nodes& a, const Nodes& b) {
    return std::ranges::equal(a, b, [](const auto& left, const auto& right) {
        return left->isSame(*right) && sameShape(left->children, right->children);
    });
}

void SidebarModel::takeValues(Nodes& current, const Nodes& next, const QModelIndex& parent) {
    for (std::size_t i = 0; i < current.size(); ++i) {
        const QModelIndex at = index(static_cast<int>(i), 0, parent);
        if (!current[i]->hasValuesOf(*next[i])) {
            current[i]->takeValues(*next[i]);
            Q_EMIT dataChanged(at, at);
        }
        takeValues(current[i]->children, next[i]->children, at);
    }
}

void SidebarModel::setBackends(const std::vector<SidebarBackend>& backends) {
    Nodes next = build(backends);
    if (sameShape(m_backends, next)) {
        takeValues(m_backends, next, {});
        return;
    }
    beginResetModel();
    m_backends = std::move(next);
    endResetModel();
}

const SidebarModel::Node* SidebarModel::node(const QModelIndex& at) const {
    return at.isValid() ? static_cast<const Node*>(at.internalPointer()) : nullptr;
}

QModelIndex SidebarModel::find(const QModelIndex& above, int backend, const std::string* agent) const {
    for (int row = 0; row < rowCount(above); ++row) {
        const QModelIndex at = index(row, 0, above);
        const Node* here = node(at);
        if (here->backend != backend)
            continue;
        if (here->kind == Kind::Agent && (agent == nullptr || here->id == *agent))
            return at;
        if (const QModelIndex deeper = find(at, backend, agent); deeper.isValid())
            return deeper;
    }
    return {};
}

QModelIndex SidebarModel::indexOf(int backend, const std::string& agent) const {
    return find({}, backend, &agent);
}

QModelIndex SidebarModel::firstAgent(int backend) const {
    return find({}, backend, nullptr);
}

QModelIndex SidebarModel::index(int row, int column, const QModelIndex& above) const {
    const Nodes& nodes = above.isValid() ? node(above)->children : m_backends;
    if (column != 0 || row < 0 || static_cast<std::size_t>(row) >= nodes.size())
        return {};
    return createIndex(row, column, nodes[static_cast<std::size_t>(row)].get());
}

QModelIndex SidebarModel::parent(const QModelIndex& child) const {
    const Node* here = node(child);
    return here == nullptr || here->parent == nullptr ? QModelIndex() : createIndex(here->parent->row, 0, here->parent);
}

int SidebarModel::rowCount(const QModelIndex& above) const {
    return static_cast<int>(above.isValid() ? node(above)->children.size() : m_backends.size());
}

int SidebarModel::columnCount(const QModelIndex& /*above*/) const {
    return 1;
}

QVariant SidebarModel::data(const QModelIndex& at, int role) const {
    const Node* here = node(at);
    if (here == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return here->text;
    case Qt::AccessibleTextRole: {
        if (here->kind == Kind::Backend)
            return tr("Backend %1, %2").arg(here->text, linkText(here->link));
        if (here->kind == Kind::Team)
            return tr("Team %1").arg(here->text);
        if (!here->unserved.isEmpty())
            return tr("Agent %1, %2").arg(here->text, here->version);
        QString text = tr("Agent %1, stable %2").arg(here->text, here->version);
        text += here->canary ? tr(", a canary is running") : QString();
        text += here->shadow ? tr(", a shadow is running") : QString();
        text += here->attention == 1 ? tr(", paused") : QString();
        text += here->attention == 4 ? tr(", an alert is open") : QString();
        text += here->attention == 3 ? tr(", frozen: %1").arg(here->frozen) : QString();
        return here->attention == 2 ? QString(text + tr(", the data path differs from what was ordered")) : text;
    }
    case Qt::ToolTipRole:
        if (!here->unserved.isEmpty())
            return plainToolTip(here->unserved);
        if (here->attention == 4)
            return plainToolTip(tr("An alert is open: nobody has acknowledged it yet."));
        return here->attention == 3 ? plainToolTip(tr("Frozen: %1").arg(here->frozen)) : QString();
    case KindRole:
        return static_cast<int>(here->kind);
    case BackendRole:
        return here->backend;
    case AgentRole:
        return here->kind == Kind::Agent ? QString::fromStdString(here->id) : QString();
    case VersionRole:
        return here->version;
    case CanaryRole:
        return here->canary;
    case ShadowRole:
        return here->shadow;
    case AttentionRole:
        return here->attention;
    case LinkRole:
        return static_cast<int>(here->link);
    case SimulatedRole:
        return here->simulated;
    default:
        return {};
    }
}

Qt::ItemFlags SidebarModel::flags(const QModelIndex& at) const {
    const Node* here = node(at);
    if (here == nullptr)
        return Qt::NoItemFlags;
    return here->kind == Kind::Agent ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled;
}

} // namespace signalbox::ui::shell
