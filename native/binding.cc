// What JavaScript sees: loadModel(path), Session. Typed and documented in daemon/speech/recogniser/addon.ts.
#include "engine.hh"
#include "lane.hh"
#include "whisper.h"
#include <algorithm>
#include <cmath>
#include <napi.h>

namespace {

/** A promise, the object it keeps alive while pending, and how it ends. */
struct Pending {
    Napi::Promise::Deferred deferred;
    Napi::ObjectReference owner;
};

Napi::Error error_with_code(Napi::Env env, const std::string & message, const char * code) {
    auto error = Napi::Error::New(env, message);
    error.Set("code", Napi::String::New(env, code));
    return error;
}

std::string text_of(const Napi::Object & options, const char * key, const char * otherwise) {
    const auto value = options.Get(key);
    return value.IsString() ? value.As<Napi::String>().Utf8Value() : otherwise;
}

Opening opening_of(const Napi::Value & value) {
    const auto options = value.As<Napi::Object>();
    return {text_of(options, "language", "fr"), text_of(options, "prompt", ""), text_of(options, "prefix", "")};
}

std::vector<std::string> strings_of(const Napi::Value & value) {
    const auto list = value.As<Napi::Array>();
    std::vector<std::string> strings;
    for (uint32_t i = 0; i < list.Length(); i++) strings.push_back(list.Get(i).As<Napi::String>().Utf8Value());
    return strings;
}

Napi::Float32Array floats_of(Napi::Env env, const std::vector<float> & values) {
    auto array = Napi::Float32Array::New(env, values.size());
    std::copy(values.begin(), values.end(), array.Data());
    return array;
}

Napi::Object transcript_of(Napi::Env env, const Transcript & heard) {
    auto result = Napi::Object::New(env);
    result.Set("text", heard.text);
    result.Set("logProbabilities", floats_of(env, heard.log_probabilities));
    result.Set("endLogProbability", heard.end_log_probability);
    result.Set("noSpeech", heard.no_speech);
    result.Set("looped", heard.looped);
    return result;
}

class Session : public Napi::ObjectWrap<Session> {
public:
    static Napi::Function define(Napi::Env env) {
        return DefineClass(env, "Session",
                           {InstanceMethod("open", &Session::open), InstanceMethod("encode", &Session::encode),
                            InstanceMethod("greedy", &Session::greedy), InstanceMethod("alternatives", &Session::alternatives),
                            InstanceMethod("score", &Session::score),
                            InstanceMethod("languages", &Session::languages), InstanceMethod("abort", &Session::abort),
                            InstanceMethod("close", &Session::close)});
    }

    /** new Session(model, niceness): its thread; the state is made by open(). */
    explicit Session(const Napi::CallbackInfo & info) : Napi::ObjectWrap<Session>(info) {
        weights_ = *info[0].As<Napi::External<std::shared_ptr<Weights>>>().Data();
        lane_ = std::make_unique<Lane>(info.Env(), info[1].As<Napi::Number>().Int32Value());
    }

    ~Session() override { shut(); }

private:
    using Answer = std::function<Napi::Value(Napi::Env)>;

    /** Runs `work` on the lane and settles a promise with what it answers; C++ exceptions become rejections. */
    Napi::Value later(Napi::Env env, std::function<Answer()> work) {
        if (!lane_) throw error_with_code(env, "session is closed", "closed");
        if (busy_) throw error_with_code(env, "session is busy", "busy");
        busy_ = true;
        auto pending = std::make_shared<Pending>(
            Pending{Napi::Promise::Deferred::New(env), Napi::ObjectReference::New(Value(), 1)});
        lane_->post(env, [this, pending, work = std::move(work)]() -> Lane::Finish {
            Answer answer;
            std::string message, code = "failed";
            try {
                answer = work();
            } catch (const Aborted & aborted) {
                message = aborted.what();
                code = "aborted";
            } catch (const std::exception & error) {
                message = error.what();
            } catch (...) {
                message = "unknown exception";
            }
            return [this, pending, answer, message, code](Napi::Env env) {
                const Napi::HandleScope scope(env);
                busy_ = false;
                if (lane_) lane_->finished(env);
                if (answer) pending->deferred.Resolve(answer(env));
                else pending->deferred.Reject(error_with_code(env, message, code.c_str()).Value());
            };
        });
        return pending->deferred.Promise();
    }

    Engine & engine() {
        if (!engine_) throw std::runtime_error("session is not open");
        return *engine_;
    }

    Napi::Value open(const Napi::CallbackInfo & info) {
        return later(info.Env(), [this]() -> Answer {
            engine_ = std::make_unique<Engine>(weights_, 1);
            return [](Napi::Env env) { return env.Undefined(); };
        });
    }

    /** encode(pcm, audioCtx, threads): the samples are copied, so that JavaScript may reuse its buffer at once. */
    Napi::Value encode(const Napi::CallbackInfo & info) {
        const auto pcm = info[0].As<Napi::Float32Array>();
        auto copy = std::make_shared<std::vector<float>>(pcm.Data(), pcm.Data() + pcm.ElementLength());
        // Past full scale the spectrum's squares overflow and every probability is no number any more.
        for (float & sample : *copy) sample = std::isfinite(sample) ? std::clamp(sample, -1.0f, 1.0f) : 0;
        const int audio_ctx = info[1].As<Napi::Number>().Int32Value(), threads = info[2].As<Napi::Number>().Int32Value();
        // whisper.cpp reflects 200 samples at the start and reads that far.
        if (copy->size() < 400) throw error_with_code(info.Env(), "less than 25 ms of audio", "failed");
        if (audio_ctx < 1 || audio_ctx > 1500 || threads < 1 || threads > 8)
            throw error_with_code(info.Env(), "audioCtx or threads out of range", "failed");
        if (engine_ && !busy_) engine_->stop = false;
        return later(info.Env(), [this, copy, audio_ctx, threads]() -> Answer {
            engine().threads = threads;
            engine().encode(copy->data(), copy->size(), audio_ctx);
            return [](Napi::Env env) { return env.Undefined(); };
        });
    }

    Napi::Value greedy(const Napi::CallbackInfo & info) {
        const auto opening = opening_of(info[0]);
        const int most = info[0].As<Napi::Object>().Get("maxTokens").As<Napi::Number>().Int32Value();
        return later(info.Env(), [this, opening, most]() -> Answer {
            auto heard = std::make_shared<Transcript>(engine().transcribe(opening, most));
            return [heard](Napi::Env env) -> Napi::Value { return transcript_of(env, *heard); };
        });
    }

    Napi::Value alternatives(const Napi::CallbackInfo & info) {
        const auto opening = opening_of(info[0]);
        const auto options = info[0].As<Napi::Object>();
        const int most = options.Get("maxTokens").As<Napi::Number>().Int32Value();
        const int width = options.Get("width").As<Napi::Number>().Int32Value();
        const float below = options.Get("pruneBelow").As<Napi::Number>().FloatValue();
        return later(info.Env(), [this, opening, most, width, below]() -> Answer {
            auto texts = std::make_shared<std::vector<Transcript>>(engine().alternatives(opening, most, width, below));
            return [texts](Napi::Env env) -> Napi::Value {
                auto list = Napi::Array::New(env, texts->size());
                for (uint32_t i = 0; i < texts->size(); i++) list.Set(i, transcript_of(env, (*texts)[i]));
                return list;
            };
        });
    }

    Napi::Value score(const Napi::CallbackInfo & info) {
        const auto candidates = strings_of(info[0]);
        const auto opening = opening_of(info[1]);
        const auto options = info[1].As<Napi::Object>();
        const float below = options.Get("pruneBelow").As<Napi::Number>().FloatValue();
        const auto rows = options.Get("mostRows").As<Napi::Number>().Uint32Value();
        return later(info.Env(), [this, candidates, opening, below, rows]() -> Answer {
            auto scores = engine().score(candidates, opening, below, rows);
            return [scores](Napi::Env env) -> Napi::Value { return floats_of(env, scores); };
        });
    }

    Napi::Value languages(const Napi::CallbackInfo & info) {
        const auto codes = strings_of(info[0]);
        return later(info.Env(), [this, codes]() -> Answer {
            auto shares = engine().languages(codes);
            return [shares](Napi::Env env) -> Napi::Value { return floats_of(env, shares); };
        });
    }

    Napi::Value abort(const Napi::CallbackInfo & info) {
        if (engine_ && busy_) engine_->stop = true;
        return info.Env().Undefined();
    }

    Napi::Value close(const Napi::CallbackInfo & info) {
        if (busy_) throw error_with_code(info.Env(), "session is busy", "busy");
        shut();
        return info.Env().Undefined();
    }

    void shut() {
        if (engine_) engine_->stop = true;
        lane_.reset();
        engine_.reset();
        weights_.reset();
    }

    std::shared_ptr<Weights> weights_;
    std::unique_ptr<Engine> engine_; // made and used on the lane; only `stop` is touched from here while busy
    std::unique_ptr<Lane> lane_;
    bool busy_ = false;              // JavaScript's thread only
};

/** Reading 150 MB takes 0.2 s and longer from a cold disk: off the event loop. */
class Loading : public Napi::AsyncWorker {
public:
    Loading(Napi::Env env, std::string path)
        : Napi::AsyncWorker(env), deferred(Napi::Promise::Deferred::New(env)), path_(std::move(path)) {}

    void Execute() override {
        try {
            weights_ = std::make_shared<Weights>(path_);
        } catch (const std::exception & error) {
            SetError(error.what());
        }
    }
    void OnOK() override {
        auto * held = new std::shared_ptr<Weights>(std::move(weights_));
        deferred.Resolve(Napi::External<std::shared_ptr<Weights>>::New(
            Env(), held, [](Napi::Env, std::shared_ptr<Weights> * done) { delete done; }));
    }
    void OnError(const Napi::Error & error) override { deferred.Reject(error.Value()); }

    Napi::Promise::Deferred deferred;

private:
    std::string path_;
    std::shared_ptr<Weights> weights_;
};

Napi::Value load_model(const Napi::CallbackInfo & info) {
    auto * loading = new Loading(info.Env(), info[0].As<Napi::String>().Utf8Value());
    loading->Queue();
    return loading->deferred.Promise();
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
    whisper_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    exports.Set("loadModel", Napi::Function::New(env, load_model));
    exports.Set("Session", Session::define(env));
    return exports;
}

} // namespace

NODE_API_MODULE(hellojade_whisper, init)
