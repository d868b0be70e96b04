#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <napi.h>
#include <sys/resource.h>
#include <thread>

/**
 * One thread of its own for a session's work, its results handed back to JavaScript's thread. libuv's pool is not used: its four
 * threads also serve files and name resolution, and four recognitions would hold those up for half a second.
 */
class Lane {
public:
    /** Made on the lane's thread, finished on JavaScript's. `env` is null while the process is being torn down. */
    using Finish = std::function<void(Napi::Env env)>;
    using Work = std::function<Finish()>;

    /** `niceness` as in nice(1): inference gives way to the media thread's 20 ms beat. */
    Lane(Napi::Env env, int niceness)
        : back_(Back::New(env, "recognition", 0, 1)), thread_([this, niceness] { run(niceness); }) {
        back_.Unref(env); // an idle session keeps no process alive
    }

    ~Lane() { close(); }

    /** Called on JavaScript's thread, one at a time (the session refuses a second while busy). */
    void post(Napi::Env env, Work work) {
        back_.Ref(env);
        const std::lock_guard<std::mutex> hold(mutex_);
        work_ = std::move(work);
        wake_.notify_one();
    }

    /** To be called when a work's Finish has run. */
    void finished(Napi::Env env) { back_.Unref(env); }

    /** Waits for the thread (whoever calls has asked the work to stop). */
    void close() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard<std::mutex> hold(mutex_);
            over_ = true;
            wake_.notify_one();
        }
        thread_.join();
        back_.Release();
    }

private:
    static void hand_over(Napi::Env env, Napi::Function, std::nullptr_t *, Finish * finish) {
        // Torn down: what it holds belongs to a JavaScript that is gone and may not be released any more.
        if (env == nullptr) return;
        const std::unique_ptr<Finish> held(finish);
        (*held)(env);
    }
    using Back = Napi::TypedThreadSafeFunction<std::nullptr_t, Finish, hand_over>;

    void run(int niceness) {
        // On Linux the priority belongs to the thread (setpriority(2), Notes); 0 means the calling one.
        setpriority(PRIO_PROCESS, 0, niceness);
        for (;;) {
            Work work;
            {
                std::unique_lock<std::mutex> hold(mutex_);
                wake_.wait(hold, [this] { return over_ || work_; });
                if (over_) {
                    if (work_) new Work(std::move(work_)); // only at teardown; left for the same reason as in hand_over
                    return;
                }
                work.swap(work_);
            }
            back_.BlockingCall(new Finish(work()));
        }
    }

    Back back_;
    std::mutex mutex_;
    std::condition_variable wake_;
    Work work_;
    bool over_ = false;
    std::thread thread_;
};
