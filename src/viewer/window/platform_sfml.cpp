#include "platform_sfml.hpp"

#include <SFML/Graphics.hpp>
#include <SFML/OpenGL.hpp>
#include <SFML/Window.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

#include "display.hpp"
#include "onedial/run/error.hpp"

namespace onedial::viewer {
namespace {

using SfKey = sf::Keyboard::Key;

#if SFML_VERSION_MAJOR >= 3
#define ONEDIAL_SF_KEY(name2, name3) SfKey::name3
#else
#define ONEDIAL_SF_KEY(name2, name3) sf::Keyboard::name2
#endif

const std::map<SfKey, Key>& keys() {
  static const std::map<SfKey, Key> all = {{ONEDIAL_SF_KEY(A, A), Key::a},
                                           {ONEDIAL_SF_KEY(C, C), Key::c},
                                           {ONEDIAL_SF_KEY(E, E), Key::e},
                                           {ONEDIAL_SF_KEY(G, G), Key::g},
                                           {ONEDIAL_SF_KEY(I, I), Key::i},
                                           {ONEDIAL_SF_KEY(M, M), Key::m},
                                           {ONEDIAL_SF_KEY(N, N), Key::n},
                                           {ONEDIAL_SF_KEY(P, P), Key::p},
                                           {ONEDIAL_SF_KEY(Q, Q), Key::q},
                                           {ONEDIAL_SF_KEY(R, R), Key::r},
                                           {ONEDIAL_SF_KEY(S, S), Key::s},
                                           {ONEDIAL_SF_KEY(T, T), Key::t},
                                           {ONEDIAL_SF_KEY(Num0, Num0), Key::zero},
                                           {ONEDIAL_SF_KEY(Num1, Num1), Key::one},
                                           {ONEDIAL_SF_KEY(Num2, Num2), Key::two},
                                           {ONEDIAL_SF_KEY(Num3, Num3), Key::three},
                                           {ONEDIAL_SF_KEY(Num4, Num4), Key::four},
                                           {ONEDIAL_SF_KEY(Num5, Num5), Key::five},
                                           {ONEDIAL_SF_KEY(Num6, Num6), Key::six},
                                           {ONEDIAL_SF_KEY(Num7, Num7), Key::seven},
                                           {ONEDIAL_SF_KEY(Num8, Num8), Key::eight},
                                           {ONEDIAL_SF_KEY(Num9, Num9), Key::nine},
                                           {ONEDIAL_SF_KEY(Numpad0, Numpad0), Key::zero},
                                           {ONEDIAL_SF_KEY(Space, Space), Key::space},
                                           {ONEDIAL_SF_KEY(Left, Left), Key::left},
                                           {ONEDIAL_SF_KEY(Right, Right), Key::right},
                                           {ONEDIAL_SF_KEY(Up, Up), Key::up},
                                           {ONEDIAL_SF_KEY(Down, Down), Key::down},
                                           {ONEDIAL_SF_KEY(Add, Add), Key::plus},
                                           {ONEDIAL_SF_KEY(Equal, Equal), Key::plus},
                                           {ONEDIAL_SF_KEY(Subtract, Subtract), Key::minus},
                                           {ONEDIAL_SF_KEY(Hyphen, Hyphen), Key::minus},
                                           {ONEDIAL_SF_KEY(F1, F1), Key::f1},
                                           {ONEDIAL_SF_KEY(F2, F2), Key::f2},
                                           {ONEDIAL_SF_KEY(F11, F11), Key::f11},
                                           {ONEDIAL_SF_KEY(Escape, Escape), Key::escape}};
  return all;
}

/// The keys that text fields need, and what ImGui calls them.
const std::map<SfKey, ImGuiKey>& editing_keys() {
  static const std::map<SfKey, ImGuiKey> all = {{ONEDIAL_SF_KEY(Tab, Tab), ImGuiKey_Tab},
                                                {ONEDIAL_SF_KEY(Left, Left), ImGuiKey_LeftArrow},
                                                {ONEDIAL_SF_KEY(Right, Right), ImGuiKey_RightArrow},
                                                {ONEDIAL_SF_KEY(Up, Up), ImGuiKey_UpArrow},
                                                {ONEDIAL_SF_KEY(Down, Down), ImGuiKey_DownArrow},
                                                {ONEDIAL_SF_KEY(Home, Home), ImGuiKey_Home},
                                                {ONEDIAL_SF_KEY(End, End), ImGuiKey_End},
                                                {ONEDIAL_SF_KEY(Delete, Delete), ImGuiKey_Delete},
                                                {ONEDIAL_SF_KEY(BackSpace, Backspace), ImGuiKey_Backspace},
                                                {ONEDIAL_SF_KEY(Return, Enter), ImGuiKey_Enter},
                                                {ONEDIAL_SF_KEY(Escape, Escape), ImGuiKey_Escape},
                                                {ONEDIAL_SF_KEY(A, A), ImGuiKey_A},
                                                {ONEDIAL_SF_KEY(C, C), ImGuiKey_C},
                                                {ONEDIAL_SF_KEY(V, V), ImGuiKey_V},
                                                {ONEDIAL_SF_KEY(X, X), ImGuiKey_X},
                                                {ONEDIAL_SF_KEY(Z, Z), ImGuiKey_Z}};
  return all;
}

/// What happened, in the words of neither version.
struct KeyChange {
  SfKey key;
  bool is_down;
  bool control;
  bool shift;
  bool alt;
};
struct MouseMove {
  int x;
  int y;
};
struct MouseButton {
  int button;
  bool is_down;
};
struct MouseWheel {
  float turns;
};
struct Typed {
  std::uint32_t character;
};
struct Closed {};
struct Resized {
  unsigned width;
  unsigned height;
};
struct OtherEvent {};
using Event = std::variant<OtherEvent, KeyChange, MouseMove, MouseButton, MouseWheel, Typed, Closed, Resized>;

#if SFML_VERSION_MAJOR >= 3

Event translate(const sf::Event& event) {
  const auto key = [](const auto& k, bool is_down) {
    return KeyChange{k.code, is_down, k.control, k.shift, k.alt};
  };
  if (const auto* pressed = event.getIf<sf::Event::KeyPressed>()) {
    return key(*pressed, true);
  }
  if (const auto* released = event.getIf<sf::Event::KeyReleased>()) {
    return key(*released, false);
  }
  if (const auto* moved = event.getIf<sf::Event::MouseMoved>()) {
    return MouseMove{moved->position.x, moved->position.y};
  }
  if (const auto* down = event.getIf<sf::Event::MouseButtonPressed>()) {
    return MouseButton{static_cast<int>(down->button), true};
  }
  if (const auto* up = event.getIf<sf::Event::MouseButtonReleased>()) {
    return MouseButton{static_cast<int>(up->button), false};
  }
  if (const auto* wheel = event.getIf<sf::Event::MouseWheelScrolled>()) {
    return MouseWheel{wheel->delta};
  }
  if (const auto* typed = event.getIf<sf::Event::TextEntered>()) {
    return Typed{static_cast<std::uint32_t>(typed->unicode)};
  }
  if (event.is<sf::Event::Closed>()) {
    return Closed{};
  }
  if (const auto* resized = event.getIf<sf::Event::Resized>()) {
    return Resized{resized->size.x, resized->size.y};
  }
  return OtherEvent{};
}

std::optional<Event> next_event(sf::RenderWindow& window) {
  const std::optional<sf::Event> event = window.pollEvent();
  return event ? std::optional(translate(*event)) : std::nullopt;
}

void open(sf::RenderWindow& window, const std::string& title, unsigned width, unsigned height,
          bool is_full_screen) {
  window.create(is_full_screen ? sf::VideoMode::getDesktopMode() : sf::VideoMode({width, height}),
                sf::String::fromUtf8(title.begin(), title.end()),
                is_full_screen ? sf::State::Fullscreen : sf::State::Windowed);
}

void set_view(sf::RenderWindow& window, unsigned width, unsigned height) {
  window.setView(sf::View(sf::FloatRect({0, 0}, {static_cast<float>(width), static_cast<float>(height)})));
}

void resize_texture(sf::Texture& texture, unsigned width, unsigned height) {
  if (!texture.resize({width, height})) {
    throw std::runtime_error("no room for a texture");
  }
}

std::array<unsigned, 2> desktop_size() {
  const sf::Vector2u size = sf::VideoMode::getDesktopMode().size;
  return {size.x, size.y};
}

sf::Image to_image(const Picture& picture) {
  return {{static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height)},
          reinterpret_cast<const std::uint8_t*>(picture.pixels.data())};
}

#else

Event translate(const sf::Event& event) {
  switch (event.type) {
    case sf::Event::KeyPressed:
    case sf::Event::KeyReleased:
      return KeyChange{event.key.code, event.type == sf::Event::KeyPressed, event.key.control,
                       event.key.shift, event.key.alt};
    case sf::Event::MouseMoved:
      return MouseMove{event.mouseMove.x, event.mouseMove.y};
    case sf::Event::MouseButtonPressed:
    case sf::Event::MouseButtonReleased:
      return MouseButton{event.mouseButton.button, event.type == sf::Event::MouseButtonPressed};
    case sf::Event::MouseWheelScrolled:
      return MouseWheel{event.mouseWheelScroll.delta};
    case sf::Event::TextEntered:
      return Typed{event.text.unicode};
    case sf::Event::Closed:
      return Closed{};
    case sf::Event::Resized:
      return Resized{event.size.width, event.size.height};
    default:
      return OtherEvent{};
  }
}

std::optional<Event> next_event(sf::RenderWindow& window) {
  sf::Event event{};
  return window.pollEvent(event) ? std::optional(translate(event)) : std::nullopt;
}

void open(sf::RenderWindow& window, const std::string& title, unsigned width, unsigned height,
          bool is_full_screen) {
  window.create(is_full_screen ? sf::VideoMode::getDesktopMode() : sf::VideoMode(width, height),
                sf::String::fromUtf8(title.begin(), title.end()),
                is_full_screen ? sf::Style::Fullscreen : sf::Style::Default);
}

void set_view(sf::RenderWindow& window, unsigned width, unsigned height) {
  window.setView(sf::View(sf::FloatRect(0, 0, static_cast<float>(width), static_cast<float>(height))));
}

void resize_texture(sf::Texture& texture, unsigned width, unsigned height) {
  if (!texture.create(width, height)) {
    throw std::runtime_error("no room for a texture");
  }
}

std::array<unsigned, 2> desktop_size() {
  const sf::VideoMode mode = sf::VideoMode::getDesktopMode();
  return {mode.width, mode.height};
}

sf::Image to_image(const Picture& picture) {
  sf::Image image;
  image.create(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height),
               reinterpret_cast<const std::uint8_t*>(picture.pixels.data()));
  return image;
}

#endif

/// SFML says nothing on standard error while one of these lives.
class Silence {
 public:
  Silence() : remarks_(sf::err().rdbuf(nullptr)) {}
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { sf::err().rdbuf(remarks_); }

 private:
  std::streambuf* remarks_;
};

/// A texture of the graphics library and the version of the picture that it shows.
struct UploadedPicture {
  sf::Texture texture;
  int width = 0;
  int height = 0;
  std::optional<std::uint64_t> version;
};

}  // namespace

struct PlatformWindow::Implementation {
  sf::RenderWindow window;
  std::string title;
  unsigned width;
  unsigned height;
  bool is_full_screen = false;
  unsigned windowed_width = 0;  // before it filled the screen
  unsigned windowed_height = 0;
  bool keeps_pixels = false;
  Picture kept;
  std::vector<KeyPress> pressed_keys;
  // A button or key that goes down and up between two frames is down for one of them.
  std::array<bool, 3> was_pressed{};
  std::array<bool, 3> is_down{};
  std::map<ImGuiKey, bool> key_was_pressed;
  std::map<ImGuiKey, bool> key_is_down;
  std::map<const Picture*, UploadedPicture> pictures;

  static void handle(const OtherEvent& /*event*/) {}
  void handle(const Closed& /*event*/) { window.close(); }
  void handle(const Resized& event) {
    width = event.width;
    height = event.height;
    set_view(window, width, height);
  }
  static void handle(const Typed& event) {
    constexpr std::uint32_t first_printable = 32;
    constexpr std::uint32_t erase = 127;
    if (event.character >= first_printable && event.character != erase) {
      ImGui::GetIO().AddInputCharacter(event.character);
    }
  }
  static void handle(const MouseWheel& event) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseWheelEvent(0, event.turns);
#else
    ImGui::GetIO().MouseWheel += event.turns;
#endif
  }
  static void handle(const MouseMove& event) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMousePosEvent(static_cast<float>(event.x), static_cast<float>(event.y));
#else
    ImGui::GetIO().MousePos = {static_cast<float>(event.x), static_cast<float>(event.y)};
#endif
  }
  void handle(const MouseButton& event) {
    // Left, right and middle have the same numbers in both libraries.
    if (event.button < 0 || event.button > 2) {
      return;
    }
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseButtonEvent(event.button, event.is_down);
#else
    const auto button = static_cast<std::size_t>(event.button);
    is_down[button] = event.is_down;
    was_pressed[button] = was_pressed[button] || event.is_down;
#endif
  }
  void handle(const KeyChange& event) {
    ImGuiIO& io = ImGui::GetIO();
    if (const auto editing = editing_keys().find(event.key); editing != editing_keys().end()) {
#if IMGUI_VERSION_NUM >= 18700
      io.AddKeyEvent(editing->second, event.is_down);
#else
      key_is_down[editing->second] = event.is_down;
      key_was_pressed[editing->second] = key_was_pressed[editing->second] || event.is_down;
#endif
    }
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(ImGuiMod_Ctrl, event.control);
    io.AddKeyEvent(ImGuiMod_Shift, event.shift);
    io.AddKeyEvent(ImGuiMod_Alt, event.alt);
#else
    io.KeyCtrl = event.control;
    io.KeyShift = event.shift;
    io.KeyAlt = event.alt;
#endif
    const auto named = keys().find(event.key);
    if (event.is_down && !io.WantTextInput && named != keys().end()) {
      pressed_keys.push_back({named->second, event.control, event.shift});
    }
  }

  void open_window(bool full_screen) {
    is_full_screen = full_screen;
    pictures.clear();  // a new window may have a new context
    // SFML remarks on what a driver cannot do and nobody asked for; that a window cannot be had is an
    // exception.
    {
      const Silence silence;
      open(window, title, width, height, is_full_screen);
    }
    window.setFramerateLimit(60);
    width = window.getSize().x;
    height = window.getSize().y;
    set_view(window, width, height);
    if (!is_full_screen) {
      move_onto_screen();
    }
  }

  /// Into the middle of the screen, or to its corner where the window is larger.
  void move_onto_screen() {
    const auto [screen_width, height_of_screen] = desktop_size();
    const auto free = [](unsigned screen, unsigned side) {
      return screen > side ? static_cast<int>(screen - side) / 2 : 0;
    };
    window.setPosition({free(screen_width, width), free(height_of_screen, height)});
  }

  /// The fixed pipeline is all it takes, and every driver has it. (ImGui's own renderer for it leaves out
  /// vertex offsets.)
  void draw(const ImDrawData& drawn) {
    glMatrixMode(GL_PROJECTION);
    glLoadIdentity();
    glOrtho(0, width, height, 0, -1, 1);
    glMatrixMode(GL_MODELVIEW);
    glLoadIdentity();
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DEPTH_TEST);
    glEnable(GL_SCISSOR_TEST);
    glEnable(GL_TEXTURE_2D);
    for (const GLenum array : {GL_VERTEX_ARRAY, GL_TEXTURE_COORD_ARRAY, GL_COLOR_ARRAY}) {
      glEnableClientState(array);
    }
    for (int n = 0; n < drawn.CmdListsCount; ++n) {
      for (const ImDrawCmd& command : drawn.CmdLists[n]->CmdBuffer) {
        draw(*drawn.CmdLists[n], command);
      }
    }
  }

  void draw(const ImDrawList& list, const ImDrawCmd& command) {
    const auto* picture = static_cast<const Picture*>(command.TextureId);
    const ImVec4& clip = command.ClipRect;
    if (picture == nullptr || picture->pixels.empty() || clip.z <= clip.x || clip.w <= clip.y) {
      return;
    }
    const int bottom = static_cast<int>(height) - static_cast<int>(clip.w);
    glScissor(static_cast<int>(clip.x), bottom, static_cast<int>(clip.z) - static_cast<int>(clip.x),
              static_cast<int>(clip.w) - static_cast<int>(clip.y));
    glBindTexture(GL_TEXTURE_2D, upload(*picture));
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    glVertexPointer(2, GL_FLOAT, sizeof(ImDrawVert), &vertices->pos);
    glTexCoordPointer(2, GL_FLOAT, sizeof(ImDrawVert), &vertices->uv);
    glColorPointer(4, GL_UNSIGNED_BYTE, sizeof(ImDrawVert), &vertices->col);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount),
                   sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT,
                   list.IdxBuffer.Data + command.IdxOffset);
  }

  /// Of what was drawn and is not shown yet: afterwards no buffer is sure to hold it.
  void read_pixels() {
    kept.width = static_cast<int>(width);
    kept.height = static_cast<int>(height);
    const std::size_t columns = width;
    std::vector<std::uint32_t> upside_down(columns * height);
    glReadPixels(0, 0, kept.width, kept.height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    kept.pixels.resize(upside_down.size());
    for (std::size_t y = 0; y < height; ++y) {
      std::copy_n(upside_down.begin() + static_cast<std::ptrdiff_t>((height - 1 - y) * columns), columns,
                  kept.pixels.begin() + static_cast<std::ptrdiff_t>(y * columns));
    }
  }

  unsigned upload(const Picture& picture) {
    UploadedPicture& uploaded = pictures[&picture];
    if (uploaded.width != picture.width || uploaded.height != picture.height) {
      resize_texture(uploaded.texture, static_cast<unsigned>(picture.width),
                     static_cast<unsigned>(picture.height));
      uploaded.texture.setSmooth(picture.is_smooth);
      uploaded.width = picture.width;
      uploaded.height = picture.height;
      uploaded.version.reset();
    }
    if (uploaded.version != picture.version) {
      uploaded.texture.update(reinterpret_cast<const std::uint8_t*>(picture.pixels.data()));
      uploaded.version = picture.version;
    }
    return uploaded.texture.getNativeHandle();
  }
};

PlatformWindow::PlatformWindow(const std::string& title, int width, int height)
    : implementation_(std::make_unique<Implementation>()) {
  if (const std::string why = why_no_display(); !why.empty()) {
    throw std::runtime_error(why);
  }
  Implementation& self = *implementation_;
  self.title = title;
  self.width = static_cast<unsigned>(width);
  self.height = static_cast<unsigned>(height);
  self.open_window(false);
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM < 18700
  for (const auto& [sf_key, key] : editing_keys()) {
    io.KeyMap[key] = key;
  }
#endif
  io.SetClipboardTextFn = [](void*, const char* text) {
    const std::string words(text);
    sf::Clipboard::setString(sf::String::fromUtf8(words.begin(), words.end()));
  };
  io.GetClipboardTextFn = [](void*) -> const char* {
    static std::string words;  // ImGui copies it at once
    const auto utf8 = sf::Clipboard::getString().toUtf8();
    words.assign(utf8.begin(), utf8.end());
    return words.c_str();
  };
}

PlatformWindow::~PlatformWindow() = default;

bool PlatformWindow::is_open() const {
  return implementation_->window.isOpen();
}

bool PlatformWindow::handle_events() {
  Implementation& self = *implementation_;
  bool any = false;
  while (self.window.isOpen()) {
    const std::optional<Event> event = next_event(self.window);
    if (!event) {
      break;
    }
    any = true;
    std::visit([&](const auto& kind) { self.handle(kind); }, *event);
  }
  return any;
}

std::vector<KeyPress> PlatformWindow::take_keys() {
  return std::exchange(implementation_->pressed_keys, {});
}

void PlatformWindow::begin_frame(double seconds_since_last) {
  Implementation& self = *implementation_;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(self.width), static_cast<float>(self.height)};
  io.DeltaTime = std::max(1e-4F, static_cast<float>(seconds_since_last));
#if IMGUI_VERSION_NUM < 18700
  for (std::size_t button = 0; button < self.is_down.size(); ++button) {
    io.MouseDown[button] = self.is_down[button] || self.was_pressed[button];
    self.was_pressed[button] = false;
  }
  for (auto& [key, was_pressed] : self.key_was_pressed) {
    io.KeysDown[key] = self.key_is_down[key] || was_pressed;
    was_pressed = false;
  }
#endif
}

void PlatformWindow::present(const ImDrawData& drawn, const ImVec4& paper) {
  Implementation& self = *implementation_;
  if (!self.window.setActive(true)) {
    return;
  }
  glViewport(0, 0, static_cast<int>(self.width), static_cast<int>(self.height));
  glDisable(GL_SCISSOR_TEST);
  glClearColor(paper.x, paper.y, paper.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  self.draw(drawn);
  if (self.keeps_pixels) {
    self.read_pixels();
  }
  self.window.display();
}

void PlatformWindow::keep_pixels(bool keep) {
  implementation_->keeps_pixels = keep;
}

const Picture& PlatformWindow::pixels() const {
  return implementation_->kept;
}

void PlatformWindow::set_title(const std::string& title) {
  implementation_->title = title;
  implementation_->window.setTitle(sf::String::fromUtf8(title.begin(), title.end()));
}

void set_clipboard(const std::string& text) {
  sf::Clipboard::setString(sf::String::fromUtf8(text.begin(), text.end()));
}

void PlatformWindow::toggle_full_screen() {
  Implementation& self = *implementation_;
  if (self.is_full_screen) {
    self.width = self.windowed_width;
    self.height = self.windowed_height;
  } else {
    self.windowed_width = self.width;
    self.windowed_height = self.height;
  }
  self.open_window(!self.is_full_screen);
}

int screen_height() {
  return why_no_display().empty() ? static_cast<int>(desktop_size()[1]) : 0;
}

void write_png(const Picture& picture, const std::filesystem::path& file) {
  // Under another name first, so that nobody meets half a picture.
  std::filesystem::path part = file;
  part += ".part.png";
  const Silence silence;  // the exception says it
  if (!to_image(picture).saveToFile(part.string())) {
    throw OutputError(file, "the picture cannot be written there");
  }
  std::error_code error;
  std::filesystem::rename(part, file, error);
  if (error) {
    throw OutputError(file, error.message());
  }
}

}  // namespace onedial::viewer
