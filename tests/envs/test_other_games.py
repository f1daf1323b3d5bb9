import pytest
import test_parallel_env
import test_single_env
import test_vector_env
from envs_for_tests import run_without_the_jit

from neuro.kernels import JIT

pytestmark = pytest.mark.skipif(not JIT, reason="that is what it runs")


def test_all_other_games_are_environments_too():
    run_without_the_jit(
        test_single_env.test_gymnasiums_checker_has_nothing_to_say,
        test_single_env.test_an_environment_plays_the_rules_that_rollouts_play,
        test_vector_env.test_the_vector_is_what_single_environments_side_by_side_are,
        test_parallel_env.test_pettingzoos_own_tests_pass,
    )


def test_stable_baselines_has_nothing_to_say_of_them():
    pytest.importorskip("stable_baselines3")
    run_without_the_jit(test_single_env.test_stable_baselines_checker_has_nothing_to_say)
