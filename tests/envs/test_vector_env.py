import gymnasium
import numpy as np
import pytest
from envs_for_tests import AGENTS, NAMES, STEPS
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from hypothesis import given, settings
from hypothesis import strategies as st

import neuro.envs
from neuro.errors import SettingError, ShapeError

MODES = list(AutoresetMode)


def both(name, count, mode, seed, max_steps=70):
    """Our vector, and Gymnasium's own of single environments."""
    ours = neuro.envs.GameVectorEnv(name, count, autoreset_mode=mode, max_steps=max_steps)
    single = [lambda: neuro.envs.GameEnv(name, max_steps=max_steps)] * count
    theirs = SyncVectorEnv(single, autoreset_mode=mode)
    ours.action_space.seed(seed)
    return ours, theirs


def same(ours, theirs):
    """Whether everything that two steps tell is the same, infos where their masks say so included."""
    for mine, other in zip(ours[:-1], theirs[:-1], strict=True):
        assert mine.shape == other.shape
        assert mine.dtype == other.dtype
        assert (mine == other).all()
    for key in ("score", "course"):
        mask = theirs[-1].get(f"_{key}", np.zeros(len(ours[0]), bool))
        if mask.any():
            assert (ours[-1][key][mask] == theirs[-1][key][mask]).all()
    assert ("final_obs" in ours[-1]) == ("final_obs" in theirs[-1])
    for agent in np.flatnonzero(theirs[-1].get("_final_obs", [])):
        assert (ours[-1]["final_obs"][agent] == theirs[-1]["final_obs"][agent]).all()
        assert ours[-1]["final_info"]["score"][agent] == theirs[-1]["final_info"]["score"][agent]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_the_vector_is_what_single_environments_side_by_side_are(name, mode):
    ours, theirs = both(name, AGENTS, mode, 1)
    same(ours.reset(seed=9), theirs.reset(seed=9))
    for _ in range(STEPS):
        actions = ours.action_space.sample()
        told, wanted = ours.step(actions), theirs.step(actions)
        same(told, wanted)
        over = told[2] | told[3]
        if mode is AutoresetMode.DISABLED and over.any():
            same(ours.reset(options={"reset_mask": over}), theirs.reset(options={"reset_mask": over}))


@settings(max_examples=15)
@given(seeds=st.lists(st.none() | st.integers(0, 2**31), min_size=3, max_size=3))
def test_seeds_may_be_given_one_by_one(seeds):
    ours, theirs = both("flappy", 3, AutoresetMode.NEXT_STEP, 0)
    for envs in (ours, theirs):
        envs.reset(seed=4)
    told, wanted = ours.reset(seed=seeds), theirs.reset(seed=seeds)
    same(told, wanted)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_no_buffer_is_handed_out_twice(mode):
    envs = gymnasium.make_vec("neuro/Flappy-v0", num_envs=5, autoreset_mode=mode)
    first, _ = envs.reset(seed=1)
    kept = [(first, first.copy())]
    for _ in range(60):
        told = envs.step(np.zeros(5, int))
        kept += [(one, one.copy()) for one in (*told[:4], told[4]["score"], told[4]["course"])]
        told[0][:] = 7  # whoever scribbles in them changes nothing
        kept[-6] = (told[0], told[0].copy())
    assert all((one == copy).all() for one, copy in kept)
    assert len({id(one) for one, _ in kept}) == len(kept)


def test_in_disabled_mode_the_dead_stay_as_they_are():
    envs = neuro.envs.GameVectorEnv("flappy", 4, autoreset_mode="Disabled")
    envs.reset(seed=1)
    for _ in range(70):
        observation, _, terminated, _, _ = envs.step(np.array([0, 1, 0, 1]))
    assert terminated.all()
    again, reward, still, _, _ = envs.step(np.ones(4, int))
    assert (again == observation).all()
    assert still.all()
    assert not reward.any()


def test_make_vec_uses_the_compiled_lanes_and_pictures_are_one_for_each():
    envs = gymnasium.make_vec("neuro/XorArena-v0", num_envs=2, render_mode="rgb_array", level="")
    assert isinstance(envs.unwrapped, neuro.envs.GameVectorEnv)
    assert envs.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    envs.reset(seed=1)
    envs.step(envs.action_space.sample())
    pictures = envs.render()
    assert [picture.shape for picture in pictures] == [(720, 640, 3)] * 2
    assert (pictures[0] != pictures[1]).any()


@pytest.mark.parametrize("mask", [[True, False], np.array([1, 0]), np.zeros(2, bool), np.ones(3, bool)], ids=str)
def test_a_mask_that_is_none_is_refused(mask):
    envs = neuro.envs.GameVectorEnv("flappy", 2, autoreset_mode="Disabled")
    envs.reset(seed=1)
    with pytest.raises(ShapeError, match="reset_mask must be a bool array"):
        envs.reset(options={"reset_mask": mask})


def test_a_vector_of_nobody_and_a_window_for_many_are_refused():
    with pytest.raises(SettingError, match="num_envs must be a whole number from 1"):
        neuro.envs.GameVectorEnv("flappy", 0)
    with pytest.raises(SettingError, match="no window"):
        neuro.envs.GameVectorEnv("flappy", 2, render_mode="human")
