// The one place that includes Boost.Asio and Boost.Beast and names the types we use of them: executors are concrete,
// not polymorphic, because everything of a listener runs on one I/O thread. Only for .cpp files and private headers of
// core/http and core/gateway; it is expensive to compile.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace signalbox::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T> using Awaitable = asio::awaitable<T, Executor>;

// co_await of an operation gives (error, result) instead of throwing.
inline constexpr auto useTuple = asio::as_tuple_t<asio::use_awaitable_t<Executor>>{};

} // namespace signalbox::http
