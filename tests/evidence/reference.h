// The simulated reference tables: what was found with many more runs than a test makes. Rates are shares of runs,
// medians are over the runs that alarmed. `runs` is how many stand behind them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace signalbox::evidence::reference {

// Rates: within three standard errors of both, and half a per cent.
[[nodiscard]] inline double rateTolerance(double rate, double runs, double referenceRuns) {
    return 3 * std::sqrt(rate * (1 - rate) * (1 / runs + 1 / referenceRuns)) + 0.005;
}

// What α allows to be seen in so many healthy runs.
[[nodiscard]] inline double validityLimit(double alpha, double runs) {
    return alpha + 3 * std::sqrt(alpha * (1 - alpha) / runs);
}

// Medians: a share of the reference, and five requests where it is below sixty.
[[nodiscard]] inline bool isNear(double median, double reference, double share = 0.2) {
    const double allowed = std::max(reference * share, reference < 60 ? 5.0 : 0.0);
    return std::abs(median - reference) <= allowed;
}

struct Healthy { // R1, α 0.05, 20,000 requests
    double rate;
    unsigned thousandths;
    double zOneLook;
    double zEachHundred;
    double evidence;
};

inline constexpr double healthyRuns = 4000;
inline constexpr std::array healthy = {
    Healthy{0.005, 50, 0.059, 0.343, 0.019},  Healthy{0.020, 50, 0.053, 0.325, 0.021},
    Healthy{0.050, 50, 0.057, 0.326, 0.027},  Healthy{0.005, 500, 0.049, 0.295, 0.031},
    Healthy{0.020, 500, 0.049, 0.338, 0.038}, Healthy{0.050, 500, 0.055, 0.353, 0.037},
};

struct Detection { // R2; medians of 6,000 runs
    double rate;
    double ratio;
    unsigned thousandths;
    double canaryAt05;
    double totalAt05;
    double canaryAt01;
    double totalAt01;
};

inline constexpr std::array detection = {
    Detection{0.005, 2, 50, 1919, 38361, 2964, 59135},  Detection{0.005, 2, 100, 2035, 20340, 3176, 31756},
    Detection{0.005, 2, 250, 2567, 10256, 3994, 15973}, Detection{0.005, 2, 500, 3821, 7637, 6146, 12278},
    Detection{0.005, 3, 50, 523, 10471, 833, 16568},    Detection{0.005, 3, 100, 568, 5682, 906, 9025},
    Detection{0.005, 3, 250, 710, 2820, 1129, 4511},    Detection{0.005, 3, 500, 1075, 2145, 1770, 3552},
    Detection{0.005, 6, 50, 123, 2458, 188, 3767},      Detection{0.005, 6, 100, 136, 1362, 209, 2094},
    Detection{0.005, 6, 250, 195, 777, 263, 1049},      Detection{0.005, 6, 500, 302, 605, 455, 913},
    Detection{0.01, 2, 50, 956, 19184, 1504, 29999},    Detection{0.01, 2, 100, 1030, 10295, 1584, 15825},
    Detection{0.01, 2, 250, 1237, 4938, 1985, 7920},    Detection{0.01, 2, 500, 1851, 3695, 3040, 6081},
    Detection{0.01, 3, 50, 270, 5394, 420, 8331},       Detection{0.01, 3, 100, 288, 2853, 455, 4531},
    Detection{0.01, 3, 250, 355, 1418, 555, 2207},      Detection{0.01, 3, 500, 537, 1070, 901, 1806},
    Detection{0.01, 6, 50, 62, 1226, 95, 1917},         Detection{0.01, 6, 100, 67, 664, 106, 1052},
    Detection{0.01, 6, 250, 96, 386, 129, 514},         Detection{0.01, 6, 500, 153, 305, 228, 453},
    Detection{0.02, 2, 50, 482, 9601, 748, 14923},      Detection{0.02, 2, 100, 511, 5072, 805, 8055},
    Detection{0.02, 2, 250, 613, 2443, 1000, 3992},     Detection{0.02, 2, 500, 930, 1856, 1511, 3011},
    Detection{0.02, 3, 50, 137, 2711, 216, 4303},       Detection{0.02, 3, 100, 144, 1432, 225, 2251},
    Detection{0.02, 3, 250, 182, 724, 286, 1138},       Detection{0.02, 3, 500, 267, 531, 450, 895},
    Detection{0.02, 6, 50, 31, 610, 47, 938},           Detection{0.02, 6, 100, 33, 322, 51, 508},
    Detection{0.02, 6, 250, 49, 193, 65, 255},          Detection{0.02, 6, 500, 77, 155, 115, 229},
    Detection{0.05, 2, 50, 197, 3872, 301, 6009},       Detection{0.05, 2, 100, 208, 2064, 324, 3225},
    Detection{0.05, 2, 250, 252, 998, 403, 1606},       Detection{0.05, 2, 500, 377, 755, 614, 1228},
    Detection{0.05, 3, 50, 55, 1071, 86, 1708},         Detection{0.05, 3, 100, 57, 565, 91, 898},
    Detection{0.05, 3, 250, 72, 282, 114, 449},         Detection{0.05, 3, 500, 109, 216, 178, 354},
    Detection{0.05, 6, 50, 13, 243, 19, 372},           Detection{0.05, 6, 100, 14, 133, 21, 207},
    Detection{0.05, 6, 250, 20, 78, 27, 105},           Detection{0.05, 6, 500, 31, 62, 46, 92},
};

struct Ramp { // R3, α 0.01, rate 0.5 %, 3,000 runs; share of runs that alarm in each step
    double ratio;
    double perStep;
    std::array<double, 4> steps;
    double never;
};

inline constexpr double rampRuns = 3000;
inline constexpr std::array ramp = {
    Ramp{1, 1000, {0.000, 0.000, 0.002, 0.000}, 0.997}, Ramp{1, 2000, {0.000, 0.003, 0.001, 0.000}, 0.996},
    Ramp{1, 5000, {0.002, 0.000, 0.001, 0.000}, 0.997}, Ramp{2, 1000, {0.003, 0.012, 0.022, 0.027}, 0.936},
    Ramp{2, 2000, {0.009, 0.025, 0.046, 0.062}, 0.857}, Ramp{2, 5000, {0.034, 0.067, 0.147, 0.231}, 0.521},
    Ramp{3, 1000, {0.014, 0.054, 0.094, 0.130}, 0.709}, Ramp{3, 2000, {0.045, 0.101, 0.241, 0.248}, 0.365},
    Ramp{3, 5000, {0.140, 0.289, 0.406, 0.148}, 0.016}, Ramp{6, 1000, {0.086, 0.285, 0.388, 0.198}, 0.043},
    Ramp{6, 2000, {0.254, 0.456, 0.269, 0.021}, 0.000}, Ramp{6, 5000, {0.655, 0.331, 0.014, 0.000}, 0.000},
};

struct Sticky { // R4, α 0.05, 20,000 requests, 2,000 runs
    unsigned thousandths;
    double rate;
    double everyFailure;
    double firstOfConversation;
};

inline constexpr double stickyRuns = 2000;
inline constexpr std::array sticky = {
    Sticky{50, 0.005, 0.247, 0.017},
    Sticky{50, 0.020, 0.355, 0.024},
    Sticky{500, 0.005, 0.424, 0.021},
    Sticky{500, 0.020, 0.514, 0.033},
};

struct Safety { // R5, α 0.05; medians of 4,000 runs
    double rate;
    double margin;
    unsigned thousandths;
    double total;
};

inline constexpr std::array safety = {
    Safety{0.005, 1.5, 50, 115337}, Safety{0.005, 1.5, 250, 34081}, Safety{0.005, 1.5, 500, 28695},
    Safety{0.005, 2.0, 50, 38010},  Safety{0.005, 2.0, 250, 11017}, Safety{0.005, 2.0, 500, 9489},
    Safety{0.005, 3.0, 50, 15350},  Safety{0.005, 3.0, 250, 4971},  Safety{0.005, 3.0, 500, 4595},
    Safety{0.020, 1.5, 50, 30802},  Safety{0.020, 1.5, 250, 8368},  Safety{0.020, 1.5, 500, 6949},
    Safety{0.020, 2.0, 50, 9522},   Safety{0.020, 2.0, 250, 2855},  Safety{0.020, 2.0, 500, 2408},
    Safety{0.020, 3.0, 50, 3849},   Safety{0.020, 3.0, 250, 1212},  Safety{0.020, 3.0, 500, 1130},
    Safety{0.050, 1.5, 50, 12203},  Safety{0.050, 1.5, 250, 3217},  Safety{0.050, 1.5, 500, 2761},
    Safety{0.050, 2.0, 50, 3727},   Safety{0.050, 2.0, 250, 1092},  Safety{0.050, 2.0, 500, 925},
    Safety{0.050, 3.0, 50, 1520},   Safety{0.050, 3.0, 250, 482},   Safety{0.050, 3.0, 500, 451},
};

struct Latency { // R6, α 0.01, cap 50,000 requests, 5,000 runs; factor of all calls, share of calls × 5
    unsigned thousandths;
    double factor;
    double tailShare;
    double alarms;
    double canary; // median; 0: no change
};

inline constexpr double latencyRuns = 5000;
inline constexpr std::array latency = {
    Latency{50, 1, 0, 0.005, 0},  Latency{50, 1.1, 0, 0.915, 1148},  Latency{50, 1.2, 0, 1, 301},
    Latency{50, 1.5, 0, 1, 59},   Latency{50, 1, 0.02, 0.913, 1076}, Latency{50, 1, 0.05, 1, 238},
    Latency{250, 1, 0, 0.006, 0}, Latency{250, 1.1, 0, 1, 1557},     Latency{250, 1.2, 0, 1, 398},
    Latency{250, 1.5, 0, 1, 80},  Latency{250, 1, 0.02, 1, 1550},    Latency{250, 1, 0.05, 1, 328},
    Latency{500, 1, 0, 0.005, 0}, Latency{500, 1.1, 0, 1, 2423},     Latency{500, 1.2, 0, 1, 608},
    Latency{500, 1.5, 0, 1, 129}, Latency{500, 1, 0.02, 1, 2489},    Latency{500, 1, 0.05, 1, 536},
};

struct AfterRelease { // R11, 0.6 % allowed, 0.5 % healthy, 3 % bad; median minutes, 3,000 runs
    double perDay;
    double alpha;
    double median;
    double falseAlarms;
};

inline constexpr double afterRuns = 3000;
inline constexpr std::array afterRelease = {
    AfterRelease{1000, 0.050, 168.5, 0.0093}, AfterRelease{1000, 0.010, 262.1, 0.0017},
    AfterRelease{1000, 0.001, 403.2, 0.0000}, AfterRelease{10000, 0.050, 16.8, 0.0100},
    AfterRelease{10000, 0.010, 26.2, 0.0017}, AfterRelease{10000, 0.001, 40.3, 0.0000},
    AfterRelease{100000, 0.050, 1.7, 0.0100}, AfterRelease{100000, 0.010, 2.6, 0.0017},
    AfterRelease{100000, 0.001, 4.0, 0.0000},
};

struct Flagger { // R10; share rolled back, 2,000 runs
    double perMinute;
    int minutes;
    double healthy;
    double bad;
};

inline constexpr double flaggerRuns = 2000;
inline constexpr std::array flagger = {
    Flagger{2, 60, 0.000, 0.003},    Flagger{2, 360, 0.003, 0.998},    Flagger{2, 1440, 0.903, 1.000},
    Flagger{7, 60, 0.000, 0.742},    Flagger{7, 360, 0.786, 1.000},    Flagger{7, 1440, 1.000, 1.000},
    Flagger{30, 60, 0.314, 1.000},   Flagger{30, 360, 1.000, 1.000},   Flagger{30, 1440, 1.000, 1.000},
    Flagger{100, 60, 0.909, 1.000},  Flagger{100, 360, 1.000, 1.000},  Flagger{100, 1440, 1.000, 1.000},
    Flagger{1000, 60, 0.000, 1.000}, Flagger{1000, 360, 0.243, 1.000}, Flagger{1000, 1440, 1.000, 1.000},
};

struct Kayenta { // R9; share of runs called High, 200 runs (100 for 180 min), beside the e-process at α 0.02
    double perMinute;
    int minutes;
    double share;
    double judgeHealthy;
    double judgeTwofold;
    double judgeSixfold;
    double evidenceHealthy; // below 0: not run
    double evidenceTwofold;
    double evidenceSixfold;
};

inline constexpr std::array kayenta = {
    Kayenta{7, 60, 0.05, 0.00, 0.00, 0.00, 0.00, 0.00, 0.02},
    Kayenta{7, 60, 0.50, 0.00, 0.00, 0.00, 0.00, 0.00, 0.17},
    Kayenta{7, 180, 0.05, 0.00, 0.00, 0.00, 0.00, 0.01, 0.15},
    Kayenta{7, 180, 0.50, 0.00, 0.00, 0.07, 0.01, 0.05, 0.77},
    Kayenta{60, 60, 0.05, 0.00, 0.00, 0.00, 0.00, 0.03, 0.54},
    Kayenta{60, 60, 0.50, 0.00, 0.07, 0.20, 0.01, 0.19, 1.00},
    Kayenta{60, 180, 0.05, 0.00, 0.00, 0.00, 0.00, 0.12, 0.97},
    Kayenta{60, 180, 0.50, 0.00, 0.31, 0.41, 0.01, 0.54, 1.00},
    Kayenta{600, 60, 0.05, 0.00, 0.00, 0.34, 0.01, 0.34, 1.00},
    Kayenta{600, 60, 0.50, 0.00, 0.91, 1.00, 0.01, 0.99, 1.00},
    Kayenta{600, 180, 0.05, 0.00, 0.00, 0.72, 0.01, 0.88, 1.00},
    Kayenta{600, 180, 0.50, 0.00, 1.00, 1.00, 0.01, 1.00, 1.00},
    Kayenta{6000, 60, 0.05, 0.01, 1.00, 1.00, -1, -1, -1},
    Kayenta{6000, 60, 0.50, 0.00, 1.00, 1.00, -1, -1, -1},
    Kayenta{6000, 180, 0.05, 0.00, 1.00, 1.00, -1, -1, -1},
    Kayenta{6000, 180, 0.50, 0.00, 1.00, 1.00, -1, -1, -1},
};

} // namespace signalbox::evidence::reference
