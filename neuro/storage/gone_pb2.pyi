from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NeuralNetwork(_message.Message):
    __slots__ = ("Weights", "Biases", "Activations", "LearningRate", "Layers", "DebugMode", "Loss")
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    BIASES_FIELD_NUMBER: _ClassVar[int]
    ACTIVATIONS_FIELD_NUMBER: _ClassVar[int]
    LEARNINGRATE_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    DEBUGMODE_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    Weights: _containers.RepeatedCompositeFieldContainer[Matrix]
    Biases: _containers.RepeatedCompositeFieldContainer[Matrix]
    Activations: _containers.RepeatedCompositeFieldContainer[Matrix]
    LearningRate: float
    Layers: _containers.RepeatedCompositeFieldContainer[Layer]
    DebugMode: bool
    Loss: str
    def __init__(self, Weights: _Optional[_Iterable[_Union[Matrix, _Mapping]]] = ..., Biases: _Optional[_Iterable[_Union[Matrix, _Mapping]]] = ..., Activations: _Optional[_Iterable[_Union[Matrix, _Mapping]]] = ..., LearningRate: _Optional[float] = ..., Layers: _Optional[_Iterable[_Union[Layer, _Mapping]]] = ..., DebugMode: bool = ..., Loss: _Optional[str] = ...) -> None: ...

class Matrix(_message.Message):
    __slots__ = ("Rows", "Columns", "Data")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    Rows: int
    Columns: int
    Data: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, Rows: _Optional[int] = ..., Columns: _Optional[int] = ..., Data: _Optional[_Iterable[float]] = ...) -> None: ...

class Layer(_message.Message):
    __slots__ = ("Nodes", "Activator")
    NODES_FIELD_NUMBER: _ClassVar[int]
    ACTIVATOR_FIELD_NUMBER: _ClassVar[int]
    Nodes: int
    Activator: str
    def __init__(self, Nodes: _Optional[int] = ..., Activator: _Optional[str] = ...) -> None: ...
