#include "render.hpp"

#include <fmt/format.h>

#include "onedial/core/error.hpp"
#include "platform_sfml.hpp"
#include "recorder.hpp"
#include "user_interface.hpp"

namespace onedial::viewer {
namespace {

Snapshot snapshot_of(const Session& session) {
  Snapshot snapshot;
  show(session, snapshot);
  snapshot.is_paused = true;
  return snapshot;
}

Picture picture(const Session& session, const Options& options, UserInterface& interface, MainWindow& window,
                PixelSize size) {
  const Snapshot snapshot = snapshot_of(session);
  if (!options.state) {
    return interface.draw_without_display(window, snapshot, {}, size.width, size.height);
  }
  if (auto state = picture_of_state(snapshot.frame, window.palette(), size.width, size.height)) {
    return *std::move(state);
  }
  throw InputError(fmt::format("--state: the scene {} has no picture of a state", options.scene));
}

void write_film(Session& session, const Options& options, UserInterface& interface, MainWindow& window,
                PixelSize size) {
  constexpr int frames_per_second = 30;
  const auto recorder = make_recorder(*options.render, frames_per_second);
  Index made = 0;
  for (Index k = 0; k < options.frames; ++k) {
    const Index due = options.frames > 1 ? options.sweeps * k / (options.frames - 1) : options.sweeps;
    for (; made < due; ++made) {
      session.sweep();
    }
    recorder->add(picture(session, options, interface, window, size));
  }
  recorder->finish();
}

}  // namespace

int render(Options options) {
  const PixelSize size = parse_size(options.size, options.scale.value_or(1));
  Session session = make_session(options);
  UserInterface interface(static_cast<float>(options.scale.value_or(1)));
  MainWindow window(scene_infos());
  window.set_scale(interface.scale());
  window.set_theme(parse_theme(options.theme));
  window.set_palette(parse_palette(options.palette));
  window.open(session.scene().info(), session.scene().schedule());
  const auto ending = options.render->extension();
  if (ending == ".png") {
    for (Index k = 0; k < options.sweeps; ++k) {
      session.sweep();
    }
    write_png(picture(session, options, interface, window, size), *options.render);
  } else if (ending == ".gif" || ending == ".mp4") {
    write_film(session, options, interface, window, size);
  } else {
    throw InputError(options.render->string() + ": a rendering must end in .png, .gif or .mp4");
  }
  fmt::print("{}: {} after {} sweeps, fingerprint {:016x}\n", options.render->string(),
             session.scene().info().title, session.sweeps(), record_of(session, options.scene).fingerprint);
  return 0;
}

}  // namespace onedial::viewer
