from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Champion(_message.Message):
    __slots__ = ("format", "network", "game", "rules_version", "setting", "seed", "generation", "fitness", "score", "algorithm", "algorithm_settings", "exam", "created", "made_by", "level")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    GAME_FIELD_NUMBER: _ClassVar[int]
    RULES_VERSION_FIELD_NUMBER: _ClassVar[int]
    SETTING_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FITNESS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    ALGORITHM_FIELD_NUMBER: _ClassVar[int]
    ALGORITHM_SETTINGS_FIELD_NUMBER: _ClassVar[int]
    EXAM_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    MADE_BY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    format: int
    network: Network
    game: str
    rules_version: int
    setting: _containers.RepeatedCompositeFieldContainer[Setting]
    seed: int
    generation: int
    fitness: float
    score: float
    algorithm: str
    algorithm_settings: _containers.RepeatedCompositeFieldContainer[Setting]
    exam: _containers.RepeatedCompositeFieldContainer[Setting]
    created: str
    made_by: str
    level: str
    def __init__(self, format: _Optional[int] = ..., network: _Optional[_Union[Network, _Mapping]] = ..., game: _Optional[str] = ..., rules_version: _Optional[int] = ..., setting: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ..., seed: _Optional[int] = ..., generation: _Optional[int] = ..., fitness: _Optional[float] = ..., score: _Optional[float] = ..., algorithm: _Optional[str] = ..., algorithm_settings: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ..., exam: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ..., created: _Optional[str] = ..., made_by: _Optional[str] = ..., level: _Optional[str] = ...) -> None: ...

class Model(_message.Message):
    __slots__ = ("format", "network", "created", "made_by")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    MADE_BY_FIELD_NUMBER: _ClassVar[int]
    format: int
    network: Network
    created: str
    made_by: str
    def __init__(self, format: _Optional[int] = ..., network: _Optional[_Union[Network, _Mapping]] = ..., created: _Optional[str] = ..., made_by: _Optional[str] = ...) -> None: ...

class Checkpoint(_message.Message):
    __slots__ = ("format", "run", "generation", "fingerprint", "arrays", "best", "solved", "agent_steps", "seconds", "changes", "game", "algorithm", "created", "made_by")
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    ARRAYS_FIELD_NUMBER: _ClassVar[int]
    BEST_FIELD_NUMBER: _ClassVar[int]
    SOLVED_FIELD_NUMBER: _ClassVar[int]
    AGENT_STEPS_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    GAME_FIELD_NUMBER: _ClassVar[int]
    ALGORITHM_FIELD_NUMBER: _ClassVar[int]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    MADE_BY_FIELD_NUMBER: _ClassVar[int]
    format: int
    run: bytes
    generation: int
    fingerprint: bytes
    arrays: _containers.RepeatedCompositeFieldContainer[Array]
    best: Best
    solved: bool
    agent_steps: int
    seconds: float
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    game: str
    algorithm: str
    created: str
    made_by: str
    def __init__(self, format: _Optional[int] = ..., run: _Optional[bytes] = ..., generation: _Optional[int] = ..., fingerprint: _Optional[bytes] = ..., arrays: _Optional[_Iterable[_Union[Array, _Mapping]]] = ..., best: _Optional[_Union[Best, _Mapping]] = ..., solved: bool = ..., agent_steps: _Optional[int] = ..., seconds: _Optional[float] = ..., changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., game: _Optional[str] = ..., algorithm: _Optional[str] = ..., created: _Optional[str] = ..., made_by: _Optional[str] = ...) -> None: ...

class Array(_message.Message):
    __slots__ = ("name", "dtype", "shape")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    dtype: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, name: _Optional[str] = ..., dtype: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ...) -> None: ...

class Best(_message.Message):
    __slots__ = ("genome", "generation", "fitness", "score", "solved", "graph")
    GENOME_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    FITNESS_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SOLVED_FIELD_NUMBER: _ClassVar[int]
    GRAPH_FIELD_NUMBER: _ClassVar[int]
    genome: Parameters
    generation: int
    fitness: float
    score: float
    solved: bool
    graph: Graph
    def __init__(self, genome: _Optional[_Union[Parameters, _Mapping]] = ..., generation: _Optional[int] = ..., fitness: _Optional[float] = ..., score: _Optional[float] = ..., solved: bool = ..., graph: _Optional[_Union[Graph, _Mapping]] = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("generation", "setting")
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    SETTING_FIELD_NUMBER: _ClassVar[int]
    generation: int
    setting: Setting
    def __init__(self, generation: _Optional[int] = ..., setting: _Optional[_Union[Setting, _Mapping]] = ...) -> None: ...

class Network(_message.Message):
    __slots__ = ("layers", "parameters", "training", "scaling", "columns", "graph")
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    TRAINING_FIELD_NUMBER: _ClassVar[int]
    SCALING_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    GRAPH_FIELD_NUMBER: _ClassVar[int]
    layers: _containers.RepeatedCompositeFieldContainer[Layer]
    parameters: Parameters
    training: Training
    scaling: Scaling
    columns: Columns
    graph: Graph
    def __init__(self, layers: _Optional[_Iterable[_Union[Layer, _Mapping]]] = ..., parameters: _Optional[_Union[Parameters, _Mapping]] = ..., training: _Optional[_Union[Training, _Mapping]] = ..., scaling: _Optional[_Union[Scaling, _Mapping]] = ..., columns: _Optional[_Union[Columns, _Mapping]] = ..., graph: _Optional[_Union[Graph, _Mapping]] = ...) -> None: ...

class Graph(_message.Message):
    __slots__ = ("inputs", "outputs", "hidden", "output", "recurrent", "links", "nodes", "weights", "innovations", "sources", "targets", "enabled", "numbers", "places", "origins", "others", "activations")
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    HIDDEN_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    RECURRENT_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    INNOVATIONS_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    ORIGINS_FIELD_NUMBER: _ClassVar[int]
    OTHERS_FIELD_NUMBER: _ClassVar[int]
    ACTIVATIONS_FIELD_NUMBER: _ClassVar[int]
    inputs: int
    outputs: int
    hidden: str
    output: str
    recurrent: bool
    links: int
    nodes: int
    weights: Parameters
    innovations: bytes
    sources: bytes
    targets: bytes
    enabled: bytes
    numbers: bytes
    places: Parameters
    origins: bytes
    others: str
    activations: bytes
    def __init__(self, inputs: _Optional[int] = ..., outputs: _Optional[int] = ..., hidden: _Optional[str] = ..., output: _Optional[str] = ..., recurrent: bool = ..., links: _Optional[int] = ..., nodes: _Optional[int] = ..., weights: _Optional[_Union[Parameters, _Mapping]] = ..., innovations: _Optional[bytes] = ..., sources: _Optional[bytes] = ..., targets: _Optional[bytes] = ..., enabled: _Optional[bytes] = ..., numbers: _Optional[bytes] = ..., places: _Optional[_Union[Parameters, _Mapping]] = ..., origins: _Optional[bytes] = ..., others: _Optional[str] = ..., activations: _Optional[bytes] = ...) -> None: ...

class Scaling(_message.Message):
    __slots__ = ("mean", "deviation", "target_mean", "target_deviation")
    MEAN_FIELD_NUMBER: _ClassVar[int]
    DEVIATION_FIELD_NUMBER: _ClassVar[int]
    TARGET_MEAN_FIELD_NUMBER: _ClassVar[int]
    TARGET_DEVIATION_FIELD_NUMBER: _ClassVar[int]
    mean: Parameters
    deviation: Parameters
    target_mean: Parameters
    target_deviation: Parameters
    def __init__(self, mean: _Optional[_Union[Parameters, _Mapping]] = ..., deviation: _Optional[_Union[Parameters, _Mapping]] = ..., target_mean: _Optional[_Union[Parameters, _Mapping]] = ..., target_deviation: _Optional[_Union[Parameters, _Mapping]] = ...) -> None: ...

class Columns(_message.Message):
    __slots__ = ("inputs", "target")
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    inputs: _containers.RepeatedCompositeFieldContainer[Column]
    target: Column
    def __init__(self, inputs: _Optional[_Iterable[_Union[Column, _Mapping]]] = ..., target: _Optional[_Union[Column, _Mapping]] = ...) -> None: ...

class Column(_message.Message):
    __slots__ = ("name", "words")
    NAME_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., words: _Optional[_Iterable[str]] = ...) -> None: ...

class Training(_message.Message):
    __slots__ = ("loss", "optimizer", "schedule", "batch_size", "shuffle", "seed", "epoch", "batch", "step", "slots", "goal", "best", "standing")
    LOSS_FIELD_NUMBER: _ClassVar[int]
    OPTIMIZER_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    SHUFFLE_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    GOAL_FIELD_NUMBER: _ClassVar[int]
    BEST_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    loss: Part
    optimizer: Part
    schedule: Part
    batch_size: int
    shuffle: bool
    seed: int
    epoch: int
    batch: int
    step: int
    slots: Parameters
    goal: int
    best: BestEpoch
    standing: Parameters
    def __init__(self, loss: _Optional[_Union[Part, _Mapping]] = ..., optimizer: _Optional[_Union[Part, _Mapping]] = ..., schedule: _Optional[_Union[Part, _Mapping]] = ..., batch_size: _Optional[int] = ..., shuffle: bool = ..., seed: _Optional[int] = ..., epoch: _Optional[int] = ..., batch: _Optional[int] = ..., step: _Optional[int] = ..., slots: _Optional[_Union[Parameters, _Mapping]] = ..., goal: _Optional[int] = ..., best: _Optional[_Union[BestEpoch, _Mapping]] = ..., standing: _Optional[_Union[Parameters, _Mapping]] = ...) -> None: ...

class BestEpoch(_message.Message):
    __slots__ = ("monitor", "epoch", "parameters", "improved", "patience")
    MONITOR_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    IMPROVED_FIELD_NUMBER: _ClassVar[int]
    PATIENCE_FIELD_NUMBER: _ClassVar[int]
    monitor: str
    epoch: Epoch
    parameters: Parameters
    improved: Epoch
    patience: int
    def __init__(self, monitor: _Optional[str] = ..., epoch: _Optional[_Union[Epoch, _Mapping]] = ..., parameters: _Optional[_Union[Parameters, _Mapping]] = ..., improved: _Optional[_Union[Epoch, _Mapping]] = ..., patience: _Optional[int] = ...) -> None: ...

class Epoch(_message.Message):
    __slots__ = ("number", "loss", "accuracy", "validation_loss", "validation_accuracy", "seconds")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    ACCURACY_FIELD_NUMBER: _ClassVar[int]
    VALIDATION_LOSS_FIELD_NUMBER: _ClassVar[int]
    VALIDATION_ACCURACY_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    number: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    def __init__(self, number: _Optional[int] = ..., loss: _Optional[float] = ..., accuracy: _Optional[float] = ..., validation_loss: _Optional[float] = ..., validation_accuracy: _Optional[float] = ..., seconds: _Optional[float] = ...) -> None: ...

class Part(_message.Message):
    __slots__ = ("kind", "settings")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    kind: str
    settings: _containers.RepeatedCompositeFieldContainer[Setting]
    def __init__(self, kind: _Optional[str] = ..., settings: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ...) -> None: ...

class Layer(_message.Message):
    __slots__ = ("kind", "settings")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    kind: str
    settings: _containers.RepeatedCompositeFieldContainer[Setting]
    def __init__(self, kind: _Optional[str] = ..., settings: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ...) -> None: ...

class Parameters(_message.Message):
    __slots__ = ("dtype", "count", "data")
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    dtype: str
    count: int
    data: bytes
    def __init__(self, dtype: _Optional[str] = ..., count: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class Setting(_message.Message):
    __slots__ = ("name", "integer", "real", "text", "flag", "integers")
    NAME_FIELD_NUMBER: _ClassVar[int]
    INTEGER_FIELD_NUMBER: _ClassVar[int]
    REAL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    INTEGERS_FIELD_NUMBER: _ClassVar[int]
    name: str
    integer: int
    real: float
    text: str
    flag: bool
    integers: Integers
    def __init__(self, name: _Optional[str] = ..., integer: _Optional[int] = ..., real: _Optional[float] = ..., text: _Optional[str] = ..., flag: bool = ..., integers: _Optional[_Union[Integers, _Mapping]] = ...) -> None: ...

class Integers(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, values: _Optional[_Iterable[int]] = ...) -> None: ...
