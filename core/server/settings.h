// What a backend is told when it starts. Values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace signalbox::server {

enum class ControlApiUse { Served, None }; // None: commands come from this process alone

struct Settings {
    std::filesystem::path workspace;
    std::filesystem::path stateDirectory; // empty: protocol::defaultStateDirectory(workspace)
    std::string controlAddress = "127.0.0.1";
    std::uint16_t controlPort = 0; // 0: the one used last if it is free, else any
    std::string gatewayAddress = "127.0.0.1";
    std::uint16_t gatewayPort = 0;
    std::vector<std::string> gatewayHosts;        // further names that callers may call the gateway by
    std::vector<std::string> gatewayOrigins;      // pages whose scripts may ask it
    std::map<std::string, std::string> providers; // name → url, instead of what signalbox.yaml says
    bool sample = false;                          // make the sample workspace when the folder is empty
    bool prepare = false;                         // make the folder a workspace when it is none
    bool samplePast = false;                      // let the sample's history begin with a release
    std::vector<std::string> hosts;               // further values of Host that are ours, with port
    ControlApiUse controlApi = ControlApiUse::Served;
};

} // namespace signalbox::server
