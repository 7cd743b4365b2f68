// The tree of the sidebar: backends, in them teams with their agents, and the agents of no team. Made from values; rows
// that stay the same thing are updated in place, so that selection survives. UI thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QAbstractItemModel>

#include "core/client/backend_session.h"

namespace signalbox::ui::shell {

struct SidebarBackend {
    QString name;
    client::LinkState link = client::LinkState::Connecting;
    bool simulated = false;
    std::vector<protocol::AgentStatus> agents;
    std::vector<protocol::TeamInfo> teams;
    std::set<std::string> alarmed = {}; // agents with an alert that nobody has acknowledged
    std::vector<protocol::UnservedAgent> unserved = {};
};

class SidebarModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class Kind { Backend, Team, Agent };

    enum Roles {
        KindRole = Qt::UserRole + 1, // int of Kind
        BackendRole,                 // index of the backend
        AgentRole,                   // name as the backend spells it, as QString
        VersionRole,
        CanaryRole,    // bool: a canary has traffic
        ShadowRole,    // bool: a shadow gets copies
        AttentionRole, // int: 0 nothing, 1 paused, 2 the data path differs, 3 frozen, 4 an open alert
        LinkRole,      // int of client::LinkState
        SimulatedRole,
    };

    explicit SidebarModel(QObject* parent = nullptr);
    ~SidebarModel() override;

    void setBackends(const std::vector<SidebarBackend>& backends);
    [[nodiscard]] QModelIndex indexOf(int backend, const std::string& agent) const;
    // The first agent in the order of the tree, or an invalid index.
    [[nodiscard]] QModelIndex firstAgent(int backend) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex& at, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& at) const override;

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;

    [[nodiscard]] static Nodes build(const std::vector<SidebarBackend>& backends);
    [[nodiscard]] static bool sameShape(const Nodes& a, const Nodes& b);
    void takeValues(Nodes& current, const Nodes& next, const QModelIndex& parent);
    [[nodiscard]] const Node* node(const QModelIndex& at) const;
    [[nodiscard]] QModelIndex find(const QModelIndex& parent, int backend, const std::string* agent) const;

    Nodes m_backends;
};

} // namespace signalbox::ui::shell
