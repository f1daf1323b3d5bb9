import numpy as np
import pygame
import pytest

from games.flappy import game
from neuro.network import Network
from neuro.view.paint import Paint
from neuro.view.poster import draw_digit, draw_land, draw_learners, poster_of
from neuro.view.screen.window import WindowOptions
from neuro.view.start import start_window as module
from neuro.view.start.kept_list import Entry, EntryAction
from neuro.view.start.start_cards import CardsPanel, Offer, arrange_cards, columns_of
from neuro.view.start.start_window import StartScreen, start_window
from neuro.view.theme import DARK, LIGHT

SIZES = ((1440, 900), (1024, 720), (800, 600))
OFFERS = [
    Offer("Watch birds learn", "From a thousand random brains to one that flies on.", ("watch", "flappy"), draw_land),
    Offer("The lamps", "One lamp or two?", ("watch", "xor_arena"), draw_land),
    Offer("Fly yourself", "Against the champion.", ("play", "flappy"), draw_land),
    Offer("Draw a digit", "A network guesses along.", ("guess",), draw_digit),
    Offer("Learning or luck?", "Two learners.", ("watch", "flappy", "--versus", "ga,random"), draw_learners),
    Offer("Your runs and champions", "Go on, race.", (), draw_land),
]
GENOME = Network(game.layers, seed=1).genome
ENTRIES = [
    Entry(
        "Flappy", "ga · 3 generations · flappy-2", "4 pipes", False, GENOME, (EntryAction("Go on", "", ("watch", "2")),)
    ),
    Entry("broken", "it holds no run"),
    Entry(
        "Flappy",
        "ga · 9 generations · flappy-1",
        "100 pipes",
        True,
        GENOME,
        (
            EntryAction("Go on", "", ("watch", "1")),
            EntryAction("Replay", "", ("replay", "1")),
            EntryAction("Race it", "", ("play", "1")),
        ),
    ),
]


def key(code, mod=0):
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod)


def click(at):
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1)


def screen_of(size=SIZES[0], theme=DARK, **options):
    pygame.display.init()
    made = StartScreen(OFFERS, ENTRIES, theme, **options)
    made.draw(Paint(pygame.Surface(size)))
    return made


def picture(screen, size=SIZES[0]):
    surface = pygame.Surface(size)
    screen.draw(Paint(surface))
    return pygame.surfarray.array3d(surface)


def test_the_first_card_has_the_focus_and_enter_begins_it():
    screen = screen_of()
    screen.handle(key(pygame.K_RETURN), 1)
    assert screen.words == ("watch", "flappy")
    assert screen.done


@pytest.mark.parametrize("place", range(5))
def test_its_digit_and_a_click_begin_a_card(place):
    by_key, by_mouse = screen_of(), screen_of()
    by_key.handle(key(pygame.K_1 + place), 1)
    by_mouse.handle(click(by_mouse.cards.reachable()[place].rect.center), 1)
    assert by_key.words == by_mouse.words == OFFERS[place].words


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ([pygame.K_TAB], 1),
        ([pygame.K_TAB] * 6, 0),
        ([pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT], 1),
        ([pygame.K_DOWN], 3),
        ([pygame.K_UP], 3),
    ],
)
def test_keys_move_the_focus(keys, place):
    screen = screen_of()
    for code in keys:
        screen.handle(key(code), 1)
    assert screen.cards.chosen == place


def test_shift_and_tab_go_back():
    screen = screen_of()
    screen.handle(key(pygame.K_TAB, pygame.KMOD_SHIFT), 1)
    assert screen.cards.chosen == 5


def test_escape_leaves_with_nothing_chosen():
    screen = screen_of()
    screen.handle(key(pygame.K_ESCAPE), 1)
    assert screen.done
    assert screen.words is None


def test_the_list_opens_over_the_cards_and_escape_leads_back_to_them():
    screen = screen_of()
    cards = picture(screen)
    screen.handle(key(pygame.K_6), 1)
    assert not screen.done
    assert (picture(screen) != cards).any()
    screen.handle(key(pygame.K_ESCAPE), 1)
    assert not screen.done
    assert (picture(screen)[:, :60] == cards[:, :60]).all()
    screen.handle(key(pygame.K_ESCAPE), 1)
    assert screen.done


def listed(*codes):
    screen = screen_of()
    for code in (pygame.K_6, *codes):
        screen.handle(key(code), 1)
        picture(screen)
    return screen


def test_the_newest_run_goes_on_and_others_are_chosen_by_keys():
    assert listed(pygame.K_RETURN).words == ("watch", "2")
    down = [pygame.K_DOWN] * 2
    assert listed(*down, pygame.K_RETURN).words == ("watch", "1")
    assert listed(*down, pygame.K_RIGHT, pygame.K_RETURN).words == ("replay", "1")
    assert listed(*down, *[pygame.K_RIGHT] * 9, pygame.K_RETURN).words == ("play", "1")
    assert listed(*[pygame.K_DOWN] * 9, pygame.K_UP, pygame.K_UP, pygame.K_RETURN).words == ("watch", "2")


def test_a_run_that_cannot_be_read_does_nothing():
    screen = listed(pygame.K_DOWN, pygame.K_RETURN)
    assert screen.words is None
    assert not screen.done


def test_a_click_chooses_a_run_and_another_presses_its_button():
    screen = listed()
    shelf = screen._shelf
    screen.handle(click(shelf._rows[2].move(shelf.rect.topleft).center), 1)
    assert shelf.chosen == 2
    assert screen.words is None
    picture(screen)
    screen.handle(click(shelf.reachable()[1].rect.center), 1)
    assert screen.words == ("replay", "1")


def test_nothing_kept_is_said_and_nothing_to_do():
    pygame.display.init()
    screen = StartScreen(OFFERS, [], DARK)
    for code in (pygame.K_6, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_RETURN):
        picture(screen)
        screen.handle(key(code), 1)
    assert screen.words is None


@pytest.mark.parametrize("size", SIZES)
def test_a_long_list_scrolls_so_that_the_chosen_one_is_whole(size):
    pygame.display.init()
    screen = StartScreen(OFFERS, ENTRIES[:1] * 30, DARK)
    for code in (pygame.K_6, *[pygame.K_DOWN] * 25):
        screen.handle(key(code), 1)
        picture(screen, size)
    row = screen._shelf._rows[25]
    assert row.bottom <= screen._shelf.rect.h
    assert screen._shelf._buttons[0].bottom <= row.bottom


@pytest.mark.parametrize("size", SIZES)
def test_cards_fill_windows_of_every_size_and_cover_nothing(size):
    screen = screen_of(size)
    places = [control.rect for control in screen.cards.reachable()]
    assert len(places) == 6
    window = pygame.Rect(0, 0, size[0], size[1] - 48)
    for k, place in enumerate(places):
        assert window.contains(place)
        assert place.collidelist(places[k + 1 :]) == -1
    assert len({place.x for place in places}) == columns_of(size[0]) == (2 if size[0] < 920 else 3)


def test_cards_of_a_very_wide_window_do_not_grow_without_end():
    assert max(place.w for place in arrange_cards(pygame.Rect(0, 0, 4000, 2000), 6, 3)) <= 560


def test_wings_move_and_stand_still_where_motion_is_reduced():
    for still in (False, True):
        screen = screen_of(still=still, game=game)
        before = picture(screen)
        screen.tick(0.7, hurried=False)
        assert (picture(screen) == before).all() == still


def test_the_card_pointed_at_lifts():
    pygame.display.init()
    cards = CardsPanel(DARK, OFFERS)
    cards.layout(pygame.Rect(0, 0, 1400, 700))
    cards.draw(Paint(pygame.Surface((1400, 700))), 0.0)
    cards.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=(30, 30)), 1)
    cards.advance(1.0, still=False)
    assert cards._lifted == [4.0, 0, 0, 0, 0, 0]
    cards.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=(1399, 699)), 1)
    cards.advance(1.0, still=False)
    assert cards._lifted[0] == 0


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("size", [(408, 202), (300, 130), (150, 129), (60, 40)])
def test_posters_fill_pictures_of_every_size(theme, size):
    for poster in (poster_of(game), poster_of(game, person=True), draw_digit, draw_learners, draw_land):
        surface = pygame.Surface(size)
        surface.fill((255, 0, 255))
        poster(Paint(surface), theme, 0.4)
        assert not (pygame.surfarray.array3d(surface) == (255, 0, 255)).all(axis=2).any()


@pytest.mark.parametrize("person", [False, True])
def test_a_game_without_a_poster_shows_its_own_agents(monkeypatch, person):
    def drawn():
        surface = pygame.Surface((420, 202))
        poster_of(game, person=person)(Paint(surface), DARK, 0.4)
        return pygame.surfarray.array3d(surface)

    monkeypatch.delattr("games.flappy.view.draw_poster")
    birds = drawn()
    monkeypatch.delattr("games.flappy.view.marker")
    assert (birds != drawn()).any()


def test_the_card_of_keys_lies_over_the_cards_which_do_not_begin_meanwhile():
    screen = screen_of()
    screen.handle(key(pygame.K_h), 1)
    for event in (key(pygame.K_2), click(screen.cards.reachable()[0].rect.center)):
        screen.handle(event, 1)
    assert screen.words is None
    screen.handle(key(pygame.K_h), 1)
    screen.handle(key(pygame.K_2), 1)
    assert screen.words == ("watch", "xor_arena")


def test_the_window_gives_the_command_and_the_card(monkeypatch):
    def choose(window, screen):
        screen.handle(key(pygame.K_2), 1)

    monkeypatch.setattr(module, "show", choose)
    assert start_window(OFFERS, ENTRIES, WindowOptions(frames=1)) == (("watch", "xor_arena"), 1)


def test_a_window_that_is_closed_gives_no_command(monkeypatch, tmp_path):
    picture = tmp_path / "start.png"
    words, _ = start_window(OFFERS, ENTRIES, WindowOptions(frames=2, screenshot=picture), chosen=3, notice="gone")
    assert words is None
    assert np.array(pygame.image.load(picture).get_size()).tolist() == [1440, 900]


MANY = [*OFFERS[:2], *[Offer(f"Game {k}", "One of many.", ("watch", f"game{k}"), draw_land) for k in range(9)]]


@pytest.mark.parametrize("size", SIZES)
def test_of_many_cards_the_chosen_one_is_seen_and_none_covers_another(size):
    pygame.display.init()
    screen, seen = StartScreen(MANY, ENTRIES, DARK), set()
    for _ in MANY:
        picture(screen, size)
        places, cards = screen.cards._places, pygame.Rect((0, 0), screen.cards.rect.size)
        assert screen.cards.chosen in places
        assert all(cards.contains(place) for place in places.values())
        assert all(
            place.collidelist([other for other in places.values() if other != place]) == -1 for place in places.values()
        )
        assert min(place.h for place in places.values()) >= 140
        seen |= set(places)
        screen.handle(key(pygame.K_TAB), 1)
    assert seen == set(range(11))


def test_the_wheel_scrolls_through_many_cards_to_their_ends():
    pygame.display.init()
    screen = StartScreen(MANY, ENTRIES, DARK)
    for turned, first, last in ((-1, 2, 7), (-9, 6, 10), (9, 0, 5)):
        picture(screen, (800, 600))
        screen.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=turned), 1)
        picture(screen, (800, 600))
        assert (min(screen.cards._places), max(screen.cards._places)) == (first, last)


def test_a_card_that_is_not_seen_is_begun_by_its_digit():
    pygame.display.init()
    screen = StartScreen(MANY, ENTRIES, DARK)
    picture(screen, (800, 600))
    screen.handle(key(pygame.K_9), 1)
    assert screen.words == ("watch", "game6")
